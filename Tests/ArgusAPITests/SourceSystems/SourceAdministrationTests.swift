import ArgusHTTP
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Administering source systems` {
    @Test func `adds one, and shows what is set up for it`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v3/sources/",
                #"{"name":"nav2","type":"nav","base_url":"https://nav2.example.org/","heartbeat_frequency":"PT2M"}"#,
                as: .charlie)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":4,"name":"nav2","type":{"name":"nav"},"user":7,"base_url":"https://nav2.example.org/","last_seen":null,"heartbeat_frequency":120,"alert_expiry":null,"queue_depth":null,"queue_oldest":null}"#
            )
            #expect(try await server.get("v3/sources/4/").text == answer.text)
            #expect(try await server.get("v3/sources/").json.array?.count == 4)
        }
    }

    @Test func `adds one once for one key`() async throws {
        try await APIServer.run { server in
            let post = { @Sendable in
                try await server.ask(
                    .post, "v3/sources/", #"{"name":"nav2","type":"nav"}"#, as: .charlie,
                    headers: [.idempotencyKey: "k"])
            }
            let first = try await post()

            #expect(try await post().text == first.text)
        }
    }

    @Test func `changes what is named, and leaves the rest`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .patch, "v3/sources/2/",
                #"{"name":"nav9","type":"zabbix","heartbeat_frequency":60}"#, as: .charlie)
            let ended = try await server.ask(
                .patch, "v3/sources/2/", #"{"heartbeat_frequency":null,"base_url":""}"#,
                as: .charlie)

            #expect(try answer.json["name"] == "nav9")
            #expect(try answer.json["type"]?["name"] == "zabbix")
            #expect(try answer.json["base_url"] == "https://nav.example.org/")
            #expect(try answer.json["heartbeat_frequency"] == 60)
            #expect(try ended.json["heartbeat_frequency"] == .null)
            #expect(try ended.json["base_url"] == "")
            #expect(try ended.json["name"] == "nav9")
        }
    }

    @Test func `refuses what a source system cannot be`() async throws {
        let builtIn = "The server's own source system"
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .patch, "v3/sources/2/", #"{"name":"zabbix","type":"zabbix"}"#, as: .charlie,
                    400,
                    #"{"__all__":["Source system with this Name and Type already exists."]}"#),
                Refused(
                    .patch, "v3/sources/2/", #"{"type":"none"}"#, as: .charlie, 400,
                    #"{"type":["Select a valid choice. That choice is not one of the available choices."]}"#
                ),
                Refused(
                    .patch, "v3/sources/2/", #"{"heartbeat_frequency":1}"#, as: .charlie, 400,
                    #"{"heartbeat_frequency":["Ensure this value is greater than or equal to 0:01:00."]}"#
                ),
                Refused(
                    .post, "v3/sources/",
                    #"{"name":"nav2","type":"nav","base_url":"javascript:alert(1)"}"#,
                    as: .charlie, 400,
                    #"{"base_url":["This should be a whole address with http:// or https://, such as https://nav.example.org."]}"#
                ),
                Refused(
                    .patch, "v3/sources/2/", #"{"base_url":"nav.example.org"}"#, as: .charlie, 400,
                    #"{"base_url":["This should be a whole address with http:// or https://, such as https://nav.example.org."]}"#
                ),
                Refused(
                    .patch, "v3/sources/1/", #"{"name":"x"}"#, as: .charlie, 400,
                    #"{"name":["\#(builtIn) keeps its name and type."]}"#),
                Refused(
                    .delete, "v3/sources/1/", as: .charlie, 400,
                    #"["\#(builtIn) cannot be deleted."]"#),
                Refused(
                    .delete, "v3/sources/99/", as: .charlie, 404,
                    #"{"detail":"No SourceSystem matches the given query."}"#),
            ])
        }
    }

    @Test func `removes one that has no incidents, with its account and tokens`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let removed = try await server.ask(.delete, "v3/sources/3/", as: .charlie)

            #expect(removed.status == 204)
            #expect(try await server.get("v2/incidents/", as: .zabbix).status == 401)
            #expect(try await server.get("v2/auth/users/6/").status == 404)
            try await server.refuses([
                Refused(
                    .delete, "v3/sources/2/", as: .charlie, 400,
                    #"["This source system has incidents, so it cannot be deleted."]"#)
            ])
        }
    }
}
