import ArgusHTTP
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Teams` {
    private let body =
        #"{"name":"net","members":[2,1],"time_zone":"Europe/Oslo","handover_weekday":5,"handover_time":"09:30"}"#

    @Test func `say who is on call, now and next`() async throws {
        try await APIServer.run { server in
            let made = try await server.post("v3/teams/", body, as: .charlie)
            #expect(made.status == 201)
            #expect(
                made.text
                    == #"{"pk":1,"name":"net","members":[{"pk":2,"username":"alice","active":true},{"pk":1,"username":"argus","active":true}],"time_zone":"Europe/Oslo","handover_weekday":5,"handover_time":"09:30","overrides":[]}"#
            )
            #expect(try await server.get("v3/teams/1/", as: .bob).text == made.text)
            #expect(try await server.get("v3/teams/", as: .bob).text == "[\(made.text)]")
            #expect(
                try await server.get("v3/teams/1/oncall/", as: .bob).text
                    == #"{"now":{"user":{"pk":2,"username":"alice","active":true},"skipped":[],"from":"2025-06-15T15:06:40Z","until":"2025-06-20T07:30:00Z"},"next":{"user":{"pk":1,"username":"argus","active":true},"skipped":[],"from":"2025-06-20T07:30:00Z","until":"2025-06-27T07:30:00Z"}}"#
            )
        }
    }

    @Test func `are changed in part, and deleted`() async throws {
        try await APIServer.run { server in
            try await server.post("v3/teams/", body, as: .charlie)
            let changed = try await server.ask(
                .patch, "v3/teams/1/", #"{"members":[1,2]}"#, as: .charlie)
            #expect(try changed.json["members"]?.array?.map { $0["pk"] } == [1, 2])
            // Whoever was on call stays so.
            let call = try await server.get("v3/teams/1/oncall/", as: .bob).json
            #expect(call["now"]?["user"]?["pk"] == 2)
            #expect(
                try await server.ask(.delete, "v3/teams/1/", as: .charlie).status == 204)
            #expect(try await server.get("v3/teams/", as: .bob).text == "[]")
        }
    }

    @Test func `have somebody step in`() async throws {
        try await APIServer.run { server in
            try await server.post("v3/teams/", body, as: .charlie)
            let override = #"{"user":1,"end_time":"2025-06-16T00:00:00Z"}"#
            let made = try await server.post("v3/teams/1/overrides/", override, as: .alice)
            #expect(made.status == 201)
            #expect(try made.json["overrides"]?.array?.count == 1)
            let call = try await server.get("v3/teams/1/oncall/", as: .bob).json
            #expect(call["now"]?["user"]?["pk"] == 1)
            #expect(call["now"]?["until"] == "2025-06-16T00:00:00Z")
            #expect(
                try await server.ask(.delete, "v3/teams/1/overrides/1/", as: .bob).status == 403)
            let gone = try await server.ask(.delete, "v3/teams/1/overrides/1/", as: .charlie)
            #expect(gone.status == 204)
            #expect(
                try await server.ask(.delete, "v3/teams/1/overrides/1/", as: .charlie).status == 404
            )
        }
    }

    @Test func `have somebody step in once, however often it is asked with one key`() async throws {
        try await APIServer.run { server in
            try await server.post("v3/teams/", body, as: .charlie)
            let override = #"{"user":1,"end_time":"2025-06-16T00:00:00Z"}"#
            func ask() async throws -> Answer {
                try await server.ask(
                    .post, "v3/teams/1/overrides/", override, as: .alice,
                    headers: [.idempotencyKey: "k"])
            }
            let (made, again) = (try await ask(), try await ask())

            #expect(again.status == 201 && again.text == made.text)
            let team = try await server.get("v3/teams/1/", as: .alice).json
            #expect(team["overrides"]?.array?.count == 1)
        }
    }

    @Test(arguments: [
        #"{"user":2,"end_time":"2020-01-01T00:00:00Z"}"#,
        #"{"user":2,"start_time":"2019-01-01T00:00:00Z","end_time":"2020-01-01T00:00:00Z"}"#,
    ])
    func `have nobody step in for a time that is over`(override: String) async throws {
        try await APIServer.run { server in
            try await server.post("v3/teams/", body, as: .charlie)
            let refused = try await server.post("v3/teams/1/overrides/", override, as: .charlie)

            #expect(refused.status == 400)
            #expect(refused.text == #"{"end_time":["The end has to lie ahead."]}"#)
        }
    }

    @Test func `have as many people as the page lets them`() async throws {
        try await APIServer.run { server in
            func made(_ count: Int) async throws -> Answer {
                let members = Array(repeating: "1", count: count).joined(separator: ",")
                return try await server.post(
                    "v3/teams/", #"{"name":"of \#(count)","members":[\#(members)]}"#,
                    as: .charlie)
            }
            let (most, more) = (try await made(100), try await made(101))

            #expect(most.status == 201)
            #expect(
                more.text
                    == #"{"members":["Ensure this field has no more than 100 elements."]}"#)
        }
    }

    @Test func `are made by the staff, of people who are there`() async throws {
        try await APIServer.run { server in
            try await server.post("v3/teams/", body, as: .charlie)
            #expect(try await server.post("v3/teams/", body, as: .bob).status == 403)
            let override = #"{"user":1,"end_time":"2025-06-16T00:00:00Z"}"#
            #expect(
                try await server.post("v3/teams/1/overrides/", override, as: .bob).status == 403)
            #expect(try await server.get("v3/teams/9/oncall/", as: .bob).status == 404)
            for (body, field) in [
                (body, "name"), (#"{"members":[]}"#, "name"), (#"{"name":"a"}"#, "members"),
                (#"{"name":"a","members":[999]}"#, "members"),
                (#"{"name":"a","members":null}"#, "members"),
                (#"{"name":"a","members":[],"time_zone":"Nowhere/Else"}"#, "time_zone"),
                (#"{"name":"a","members":[],"handover_weekday":8}"#, "handover_weekday"),
                (#"{"name":"a","members":[],"handover_time":"24:30"}"#, "handover_time"),
                (#"{"name":"a","members":[],"handover_time":"08:00:30"}"#, "handover_time"),
            ] {
                let refused = try await server.post("v3/teams/", body, as: .charlie)
                #expect(refused.status == 400)
                #expect(try refused.json[field] != nil, "\(body): \(refused.text)")
            }
            let backwards =
                #"{"user":1,"end_time":"2025-01-01T00:00:00Z","start_time":"2025-02-01T00:00:00Z"}"#
            let refused = try await server.post("v3/teams/1/overrides/", backwards, as: .charlie)
            #expect(refused.text == #"{"end_time":["The end has to be after the start."]}"#)
        }
    }
}
