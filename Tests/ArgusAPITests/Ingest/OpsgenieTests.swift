import ArgusHTTP
import ArgusTesting
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `The Alert API of Opsgenie` {
    @discardableResult
    private func ask(
        _ server: APIServer, _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil,
        as asker: APIServer.Asker = .nav
    ) async throws -> Answer {
        try await server.ask(
            method, "/ingest/opsgenie/v2/alerts\(path)", body, as: .nobody,
            headers: [.authorization: "GenieKey \(server.token(of: asker) ?? "")"])
    }

    private let new =
        #"{"message":"Disk full","alias":"db1/disk","priority":"P2","entity":"db1","tags":["env=prod","urgent"],"details":{"Free":"3 %"},"source":"zabbix"}"#

    @Test func `creates, shows and closes an alert`() async throws {
        try await APIServer.run { server in
            let created = try await ask(server, .post, "", new)
            let request = try created.json["requestId"]?.string ?? ""
            let state = try await ask(server, .get, "/requests/\(request)").json["data"]
            let incident = try #require(try await server.told.first)

            #expect(created.status == 202)
            #expect(try created.json["result"] == "Request will be processed")
            #expect(state?["success"] == true)
            #expect(state?["action"] == "Create")
            #expect(state?["alias"] == "db1/disk")
            #expect(state?["alertId"]?.string == "1")
            #expect(incident["description"] == "Disk full")
            #expect(incident["level"] == 2)
            let tags = incident["tags"]?.array?.compactMap { $0["tag"]?.string } ?? []
            #expect(
                tags.sorted() == [
                    "entity=db1", "env=prod", "free=3 %", "reporter=zabbix", "tag=urgent",
                ])

            let alert = try await ask(server, .get, "/1").json["data"]
            #expect(alert?["status"] == "open")
            #expect(alert?["priority"] == "P2")
            #expect(
                try await ask(server, .get, "/db1%2Fdisk?identifierType=alias").json["data"]
                    == alert)

            let path = "/db1%2Fdisk/close?identifierType=alias"
            #expect(
                try await ask(server, .post, path, #"{"user":"joe","note":"Done"}"#).status == 202)
            #expect(try await server.told.first?["open"] == false)
            #expect(
                try await server.get("v2/incidents/1/events/").json.array?.first?["description"]
                    == "Closed by joe: Done")
        }
    }

    @Test func `acknowledges, notes and changes`() async throws {
        try await APIServer.run { server in
            try await ask(server, .post, "", new)
            let changes: [(HTTPRequest.Method, String, String)] = [
                (.post, "acknowledge", #"{"user":"joe"}"#), (.post, "notes", #"{"note":"A part"}"#),
                (.put, "message", #"{"message":"Disk fuller"}"#),
                (.put, "priority", #"{"priority":"P1"}"#),
                (.put, "description", #"{"description":"All of it"}"#),
                (.post, "tags", #"{"tags":["a"]}"#), (.post, "details", #"{"details":{"a":"b"}}"#),
            ]
            for (method, part, body) in changes {
                let answer = try await ask(
                    server, method, "/db1%2Fdisk/\(part)?identifierType=alias", body)
                #expect(answer.status == 202, "\(part)")
            }
            let incident = try await server.told.first
            #expect(incident?["acked"] == true)
            #expect(incident?["description"] == "Disk fuller")
            #expect(incident?["level"] == 1)
            let log = try await server.get("v2/incidents/1/events/").json.array ?? []
            let texts = log.compactMap { $0["description"]?.string }
            #expect(texts.contains("Acknowledged by joe"))
            #expect(texts.contains("A part (Opsgenie's API)"))
        }
    }

    @Test func `tells of a request about nothing that is known`() async throws {
        try await APIServer.run { server in
            let answer = try await ask(server, .post, "/none/close?identifierType=alias", "{}")
            let request = try answer.json["requestId"]?.string ?? ""
            let state = try await ask(server, .get, "/requests/\(request)").json["data"]

            #expect(answer.status == 202)
            #expect(state?["isSuccess"] == false)
            #expect(state?["status"] == "Alert does not exist")
            #expect(try await ask(server, .get, "/requests/none").status == 404)
            #expect(try await ask(server, .get, "/none?identifierType=alias").status == 404)
        }
    }

    @Test func `keeps sources apart`() async throws {
        try await APIServer.run { server in
            try await ask(server, .post, "", new)
            #expect(try await ask(server, .get, "/1", as: .zabbix).status == 404)
            try await ask(server, .post, "/1/close", as: .zabbix)
            #expect(try await server.told.first?["open"] == true)
        }
    }

    @Test func `refuses what it cannot do, in words`() async throws {
        try await APIServer.run { server in
            let wrong: [(HTTPRequest.Method, String, String, Int)] = [
                (.post, "", "{", 400), (.post, "", "{}", 422), (.post, "", "[]", 422),
                (.post, "", #"{"message":" "}"#, 422), (.post, "/a/notes", "{}", 422),
                (.put, "/a/priority", #"{"priority":"P6"}"#, 422),
                (.post, "/a/explode", "{}", 404), (.put, "/a/close", "{}", 404),
            ]
            for (method, path, body, status) in wrong {
                let answer = try await ask(server, method, path, body)
                #expect(answer.status == status, "\(path) \(body)")
                #expect(try answer.json["message"]?.string?.isEmpty == false)
            }
            #expect(try await ask(server, .post, "", new, as: .token("x")).status == 401)
            #expect(try await server.told.isEmpty)
        }
    }
}
