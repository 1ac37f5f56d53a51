import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import FoundationEssentials
import HTTPTypes
import Testing

/// How tests speak Alertmanager's API.
extension APIServer {
    static let alertmanager = "/ingest/alertmanager/api/v2/"

    /// Asks with an account's token as the password, as Prometheus does.
    @discardableResult
    func alertmanager(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as asker: Asker = .nav
    ) async throws -> Answer {
        let pair = Data("any:\(token(of: asker) ?? "")".utf8).base64EncodedString()
        return try await ask(
            method, Self.alertmanager + path, body, as: .nobody,
            headers: [.authorization: "Basic \(pair)"])
    }

    /// The incidents of the account nav, newest first.
    var told: [JSONValue] {
        get async throws {
            try await get("v2/incidents/?source__id__in=2").json["results"]?.array ?? []
        }
    }
}

@Suite struct `Alertmanager's API` {
    private static let firing =
        #"[{"labels":{"alertname":"BGPDown","severity":"critical","instance":"rt1"},"annotations":{"summary":"BGP of rt1 is down"},"startsAt":"2025-06-15T15:00:00Z","endsAt":"2025-06-15T15:10:00Z","generatorURL":"https://prom.example.org/graph"}]"#
    private static let resolved = firing.replacing(
        "2025-06-15T15:10:00Z", with: "2025-06-15T15:05:00Z")

    @Test func `takes alerts as Prometheus posts them, again and again`() async throws {
        try await APIServer.run { server in
            for _ in 1...3 {
                let answer = try await server.alertmanager(.post, "alerts", Self.firing)
                #expect(answer.status == 200)
            }
            let incident = try #require(try await server.told.first)

            #expect(try await server.told.count == 1)
            #expect(incident["description"] == "BGP of rt1 is down")
            #expect(incident["level"] == 1)
            #expect(incident["start_time"] == "2025-06-15T15:00:00Z")
            #expect(incident["end_time"] == "infinity")
            #expect(incident["details_url"] == "https://prom.example.org/graph")
            let tags = incident["tags"]?.array?.compactMap { $0["tag"]?.string } ?? []
            #expect(tags.sorted() == ["alertname=BGPDown", "instance=rt1", "severity=critical"])

            try await server.alertmanager(.post, "alerts", Self.resolved)
            #expect(try await server.told.first?["end_time"] == "2025-06-15T15:05:00Z")
        }
    }

    @Test func `opens again what fires again with its old start`() async throws {
        try await APIServer.run { server in
            for body in [Self.firing, Self.resolved, Self.firing] {
                try await server.alertmanager(.post, "alerts", body)
            }
            let events = try await server.get("v2/incidents/1/events/").json.array ?? []

            #expect(try await server.told.map { $0["end_time"] } == ["infinity"])
            #expect(events.map { $0["type"]?["value"] } == ["RES", "END", "STA"])
        }
    }

    @Test func `ends what is told of no more, but not because nobody listened`() async throws {
        try await APIServer.run { server in
            let clock = server.database.clock
            let start = server.operations.clock()
            try await server.alertmanager(.post, "alerts", Self.firing)
            clock.advance(by: .seconds(3600))
            let incidents = server.operations.incidents
            let (early, late) = (server.operations.clock(), start)

            #expect(try await incidents.expire(hearing: early, by: .server) == 0)
            #expect(try await incidents.expire(hearing: late, by: .server) == 1)
            #expect(try await incidents.expire(hearing: late, by: .server) == 0)
            #expect(try await server.told.first?["end_time"] == "2025-06-15T15:10:00Z")
            #expect(
                try await server.get("v2/incidents/1/events/").json.array?.first?["description"]
                    == "Its source told nothing more of it.")
        }
    }

    @Test(arguments: [("0", 0), ("7200", 0), ("60", 1)])
    func `ends it when the source's own rule says so`(expiry: String, closed: Int) async throws {
        try await APIServer.run { server in
            let start = server.operations.clock()
            try await server.ask(
                .patch, "v3/sources/2/", #"{"alert_expiry":\#(expiry)}"#, as: .charlie)
            try await server.alertmanager(.post, "alerts", Self.firing)
            server.database.clock.advance(by: .seconds(3600))

            let incidents = server.operations.incidents
            #expect(try await incidents.expire(hearing: start, by: .server) == closed)
        }
    }

    @Test func `takes what is right beside what is wrong, and says what is`() async throws {
        try await APIServer.run { server in
            let body = "[{\"labels\":{}},7," + Self.firing.dropFirst()
            let answer = try await server.alertmanager(.post, "alerts", body)

            #expect(answer.status == 400)
            #expect(answer.text == #""Alert 1 has no labels. Alert 2 has no labels.""#)
            #expect(try await server.told.count == 1)
        }
    }

    @Test(arguments: ["", "{}", "null", "[", "\u{0}"])
    func `refuses what is no list`(body: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.alertmanager(.post, "alerts", body)
            let told = try await server.told
            #expect(answer.status == 400)
            #expect(told.isEmpty)
        }
    }

    @Test func `wants a token as the password, of a source`() async throws {
        try await APIServer.run { server in
            let wrong = try await server.ask(
                .post, "\(APIServer.alertmanager)alerts", Self.firing, as: .nobody,
                headers: [.authorization: "Basic \(Data("a:b".utf8).base64EncodedString())"])
            let bearer = try await server.ask(
                .get, "\(APIServer.alertmanager)alerts", as: .nobody,
                headers: [.authorization: "Bearer \(server.token(of: .nav) ?? "")"])
            let none = try await server.ask(
                .get, "\(APIServer.alertmanager)alerts", as: .nobody)

            #expect(wrong.status == 401)
            #expect(wrong.headers[.wwwAuthenticate] == #"Basic realm="Argus""#)
            #expect(bearer.status == 200)
            #expect(none.status == 401)
            #expect(
                try await server.alertmanager(.post, "alerts", Self.firing, as: .bob).status >= 400)
            #expect(try await server.told.isEmpty)
        }
    }

    @Test func `shows open incidents as alerts, whoever told of them`() async throws {
        try await APIServer.run { server in
            try await server.alertmanager(
                .post, "alerts", #"[{"labels":{"alertname":"BGPDown","Team":"net"}}]"#)
            try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15T14:00:00Z","end_time":"infinity","source_incident_id":"9","description":"A fire","level":2,"tags":[{"tag":"host=a"},{"tag":"host=b"}]}"#,
                as: .zabbix)
            let alerts = try await server.alertmanager(.get, "alerts", as: .bob).json.array ?? []
            let fire = try #require(alerts.last)

            #expect(alerts.count == 2)
            #expect(alerts.first?["labels"]?["Team"] == "net")
            #expect(alerts.first?["labels"]?["team"] == nil)
            #expect(fire["labels"]?["alertname"] == "A fire")
            #expect(fire["labels"]?["severity"] == "high")
            #expect(fire["labels"]?["host"] == "a,b")
            #expect(fire["labels"]?["argus_source"] == "zabbix")
            #expect(fire["status"]?["state"] == "active")
            #expect(fire["fingerprint"]?.string?.count == 16)

            let wanted = try await server.alertmanager(
                .get, "alerts?filter=host%3D~%22a.*%22&filter=severity!%3Dlow", as: .bob)
            #expect(try wanted.json.array?.count == 1)
            let groups = try await server.alertmanager(.get, "alerts/groups", as: .bob).json.array
            #expect(groups?.map { $0["labels"]?["alertname"] } == ["A fire", "BGPDown"])
            #expect(try await server.alertmanager(.get, "alerts?filter=x", as: .bob).status == 400)
            #expect(
                try await server.alertmanager(.get, "alerts?filter=a%3D~%22(%22", as: .bob).status
                    == 400)
        }
    }

    @Test func `tells what it is`() async throws {
        try await APIServer.run { server in
            let status = try await server.alertmanager(.get, "status", as: .bob).json
            #expect(status["cluster"]?["status"] == "ready")
            #expect(status["versionInfo"]?["version"] == "0.27.0")
            #expect(
                try await server.alertmanager(.get, "receivers", as: .bob).text
                    == #"[{"name":"argus"}]"#)
            let metrics = try await server.ask(.get, "/ingest/alertmanager/metrics", as: .nobody)
            #expect(metrics.text.contains(#"alertmanager_build_info{version="0.27.0"} 1"#))
        }
    }
}

@Suite struct `Silences in Alertmanager's API` {
    private func silence(
        _ matchers: String, id: String? = nil, ends: String = "2025-06-15T17:00:00Z",
        comment: String = "Moving"
    ) -> String {
        let id = id.map { #""id":"\#($0)","# } ?? ""
        return
            #"{\#(id)"matchers":[\#(matchers)],"startsAt":"2025-06-15T15:00:00Z","endsAt":"\#(ends)","createdBy":"joe","comment":"\#(comment)"}"#
    }

    @Test func `are planned maintenance`() async throws {
        try await APIServer.run { server in
            try await server.alertmanager(
                .post, "alerts", #"[{"labels":{"alertname":"A","instance":"rt1"}}]"#)
            let posted = try await server.alertmanager(
                .post, "silences",
                silence(
                    #"{"name":"instance","value":"rt[0-9]","isRegex":true},{"name":"alertname","value":"A"}"#
                ), as: .charlie)
            let id = try #require(try posted.json["silenceID"]?.string)
            let alert = try await server.alertmanager(.get, "alerts", as: .bob).json.array?.first
            let tasks = try await server.get("v2/plannedmaintenance/").json.array ?? []

            #expect(posted.status == 200)
            #expect(alert?["status"]?["state"] == "suppressed")
            #expect(alert?["status"]?["silencedBy"] == [.string(id)])
            #expect(tasks.map { $0["description"] } == ["Moving (joe)"])
            let active = try await server.alertmanager(.get, "alerts?silenced=false", as: .bob)
            #expect(active.text == "[]")

            let silences = try await server.alertmanager(.get, "silences", as: .bob).json.array
            #expect(silences?.count == 1)
            #expect(silences?.first?["status"]?["state"] == "active")
            #expect(
                silences?.first?["matchers"] == [
                    ["name": "instance", "value": "rt[0-9]", "isRegex": true, "isEqual": true],
                    ["name": "alertname", "value": "A", "isRegex": false, "isEqual": true],
                ])

            // Amtool changes the end by posting it again.
            let again = try await server.alertmanager(
                .post, "silences",
                silence(
                    #"{"name":"instance","value":"rt1"}"#, id: id, ends: "2025-06-15T18:00:00Z"),
                as: .charlie)
            #expect(try again.json["silenceID"]?.string == id)
            let changed = try await server.alertmanager(.get, "silence/\(id)", as: .bob).json
            #expect(changed["endsAt"] == "2025-06-15T18:00:00Z")

            server.database.clock.advance(by: .seconds(60))
            let ended = try await server.alertmanager(.delete, "silence/\(id)", as: .charlie)
            #expect(ended.status == 200)
            #expect(
                try await server.alertmanager(.get, "silence/\(id)", as: .bob).json["status"]?[
                    "state"]
                    == "expired")
            let free = try await server.alertmanager(.get, "alerts", as: .bob).json.array?.first
            #expect(free?["status"]?["state"] == "active")
        }
    }

    @Test func `are cut to what maintenance and its filter can be changed with again`() async throws
    {
        try await APIServer.run { server in
            let comment = String(repeating: "e\u{301} ", count: 200)
            let posted = try await server.alertmanager(
                .post, "silences",
                silence(#"{"name":"instance","value":"router-1"}"#, comment: comment), as: .charlie)
            #expect(posted.status == 200)
            for path in ["v3/maintenance/1/", "v2/notificationprofiles/filters/1/"] {
                let kept = try await server.get(path, as: .charlie).json
                var body = kept.object ?? JSONObject()
                let filters = kept["filters"]?.array?.compactMap { $0["pk"] }
                if let filters { body.set("filters", to: .array(filters)) }
                let again = try await server.ask(
                    .put, path, JSONValue.object(body).text, as: .charlie)
                #expect(again.status == 200, "\(path): \(again.text)")
            }
        }
    }

    @Test func `match what has no such label as Alertmanager does`() async throws {
        let matchers = [
            (#"{"name":"host","value":""}"#, false), (#"{"name":"host","value":"a"}"#, true),
            (#"{"name":"host","value":"a","isEqual":false}"#, false),
            (#"{"name":"none","value":"a","isEqual":false}"#, true),
            (#"{"name":"none","value":"(a|)","isRegex":true},{"name":"host","value":"a"}"#, true),
            (#"{"name":"alertname","value":"A fire"}"#, true),
            (#"{"name":"severity","value":"high"}"#, true),
            (#"{"name":"severity","value":"low"}"#, false),
            (#"{"name":"argus_source","value":"zabbix"}"#, true),
            (#"{"name":"argus_filter","value":"host=a or level<=1"}"#, true),
            (#"{"name":"host","value":"b|a","isRegex":true}"#, true),
            (#"{"name":"host","value":"b","isRegex":true,"isEqual":false}"#, true),
        ]
        try await APIServer.run { server in
            try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15T14:00:00Z","end_time":"infinity","source_incident_id":"9","description":"A fire","level":2,"tags":[{"tag":"host=a"}]}"#,
                as: .zabbix)
            for (matcher, isSilenced) in matchers {
                let posted = try await server.alertmanager(
                    .post, "silences", silence(matcher), as: .charlie)
                let id = try posted.json["silenceID"]?.string ?? "none"
                let alerts = try await server.alertmanager(.get, "alerts", as: .bob).json.array
                let state: JSONValue = isSilenced ? "suppressed" : "active"
                #expect(alerts?.first?["status"]?["state"] == state, "\(matcher)")
                let told = try await server.alertmanager(.get, "silence/\(id)", as: .bob).json
                let sent = try JSONValue(parsing: "[\(matcher)]").array ?? []
                #expect(
                    told["matchers"]?.array?.map { $0["value"] } == sent.map { $0["value"] },
                    "\(matcher)")
                server.database.clock.advance(by: .seconds(1))
                try await server.alertmanager(.delete, "silence/\(id)", as: .charlie)
                server.database.clock.advance(by: .seconds(1))
            }
        }
    }

    @Test func `are for the staff to make, and cannot silence everything`() async throws {
        try await APIServer.run { server in
            let right = silence(#"{"name":"host","value":"a"}"#)
            for asker in [APIServer.Asker.nav, .bob] {
                let answer = try await server.alertmanager(.post, "silences", right, as: asker)
                #expect(answer.status == 403)
            }
            let wrong = [
                "", "{}", silence(""), silence(#"{"name":"a","value":".*","isRegex":true}"#),
                silence(#"{"name":"a"}"#), silence(#"{"name":"a","value":"(","isRegex":true}"#),
                silence(#"{"name":"a b","value":"c"}"#), silence(#"{"value":"c"}"#),
                silence(#"{"name":"a","value":"b"}"#, ends: "2025-06-15T14:00:00Z"),
                silence(#"{"name":"a","value":"b","isRegex":1}"#),
                silence(#"{"name":"argus_filter","value":"(("}"#),
            ]
            for body in wrong {
                let answer = try await server.alertmanager(.post, "silences", body, as: .charlie)
                #expect(answer.status == 400, "\(body)")
            }
            #expect(try await server.get("v2/plannedmaintenance/").json.array?.isEmpty == true)
            for id in ["x", "00000000-0000-8000-8000-0000000000ff"] {
                #expect(
                    try await server.alertmanager(.delete, "silence/\(id)", as: .charlie).status
                        == 404)
            }
        }
    }
}
