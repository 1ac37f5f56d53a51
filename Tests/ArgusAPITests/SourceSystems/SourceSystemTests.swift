import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let nav =
    #"{"pk":2,"name":"nav","type":{"name":"nav"},"user":5,"base_url":"https://nav.example.org/"}"#

@Suite struct `Source systems` {
    @Test func `are listed by name, and looked at`() async throws {
        try await APIServer.run { server throws in
            for version in ["v1", "v2"] {
                #expect(
                    try await server.get("\(version)/incidents/sources/").text
                        == #"[{"pk":1,"name":"argus","type":{"name":"argus"},"user":1,"base_url":""},"#
                        + nav
                        + #",{"pk":3,"name":"zabbix","type":{"name":"zabbix"},"user":6,"base_url":""}]"#
                )
                #expect(try await server.get("\(version)/incidents/sources/2/").text == nav)
            }
        }
    }

    @Test func `in version 3 tell when they were last heard of`() async throws {
        try await APIServer.run { server in
            #expect(
                try await server.get("v3/incidents/sources/2/").text
                    == String(nav.dropLast()) + #","last_seen":null}"#)
            try await server.post("v2/incidents/sources/heartbeat/")
            #expect(
                try await server.get("v3/incidents/sources/2/").json["last_seen"]
                    == "2025-06-15T15:06:40Z")
        }
    }

    @Test func `are added by superusers, with an account`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/sources/",
                #"{"name":"nav2","type":"nav","base_url":"https://nav2.example.org/","heartbeat_frequency":"120"}"#,
                as: .alice)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":4,"name":"nav2","type":{"name":"nav"},"user":7,"base_url":"https://nav2.example.org/"}"#
            )
            #expect(try await server.get("v2/auth/users/7/").json["username"] == "nav2")
        }
    }

    @Test func `in version 3 are added without telling when they were seen`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v3/incidents/sources/", #"{"name":"nav2","type":"nav"}"#, as: .alice)

            #expect(try answer.keys == ["pk", "name", "type", "user", "base_url"])
        }
    }

    @Test func `get an account of another name when theirs is taken`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/sources/", #"{"name":"second","type":"nav","username":"bob"}"#,
                as: .alice)
            let user = try #require(try answer.json["user"]?.integer)
            let account = try await server.get("v2/auth/users/\(user)/")

            let username = try #require(try account.json["username"]?.string)
            #expect(username.wholeMatch(of: /bob_[0-9A-F]{6}/) != nil, "\(username)")
        }
    }

    @Test(arguments: [
        "60", #""60""#, "86400", #""00:02:00""#, #""1 00:00:00""#, #""PT2M""#, #""P1D""#, "null",
        #""""#,
    ])
    func `take a frequency of heartbeats in several forms`(frequency: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/sources/",
                #"{"name":"x","type":"nav","heartbeat_frequency":\#(frequency)}"#, as: .alice)

            #expect(answer.status == 201)
        }
    }

    @Test func `are refused with what is wrong`() async throws {
        @Sendable func refused(_ body: String, _ text: String) -> Refused {
            Refused(.post, "v2/incidents/sources/", body, as: .alice, 400, text)
        }
        try await APIServer.run { server in
            try await server.refuses([
                refused(
                    "{}",
                    #"{"name":["This field is required."],"type":["This field is required."]}"#),
                refused(
                    #"{"name":"x","type":"other"}"#,
                    #"{"type":["Select a valid choice. That choice is not one of the available choices."]}"#
                ),
                refused(
                    #"{"name":"x","type":{"name":"nav"}}"#,
                    #"{"type":["Select a valid choice. That choice is not one of the available choices."]}"#
                ),
                refused(
                    #"{"name":"nav","type":"nav"}"#,
                    #"{"__all__":["Source system with this Name and Type already exists."]}"#),
                refused(
                    #"{"name":"my nav","type":"nav"}"#,
                    #"{"username":["username: Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."]}"#
                ),
                refused(
                    #"{"name":"x","type":"nav","heartbeat_frequency":59}"#,
                    #"{"heartbeat_frequency":["Ensure this value is greater than or equal to 0:01:00."]}"#
                ),
                refused(
                    #"{"name":"x","type":"nav","heartbeat_frequency":86401}"#,
                    #"{"heartbeat_frequency":["Ensure this value is less than or equal to 1 day, 0:00:00."]}"#
                ),
            ])
            for wrong in ["true", "[]", #""soon""#, "-1", #""1:2:3:4""#, "1.5", #""P""#, #""PT""#] {
                try await server.refuses([
                    refused(
                        #"{"name":"x","type":"nav","heartbeat_frequency":\#(wrong)}"#,
                        #"{"heartbeat_frequency":["Enter a valid duration."]}"#)
                ])
            }
        }
    }

    @Test func `are given another name by superusers, and nothing else`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .patch, "v2/incidents/sources/2/",
                #"{"name":"nav1x","type":"zabbix","base_url":"x"}"#,
                as: .alice)
            #expect(answer.status == 200)
            #expect(
                answer.text
                    == nav.replacing(#""name":"nav","type""#, with: #""name":"nav1x","type""#))

            let same = try await server.ask(.patch, "v2/incidents/sources/2/", "{}", as: .alice)
            #expect(same.text == answer.text)
            try await server.post(
                "v2/incidents/sources/", #"{"name":"other","type":"nav"}"#, as: .alice)
            try await server.refuses([
                Refused(
                    .put, "v2/incidents/sources/2/", "{}", as: .alice, 400,
                    #"{"name":["This field is required."]}"#),
                Refused(
                    .put, "v2/incidents/sources/2/", #"{"name":"other"}"#, as: .alice, 400,
                    #"{"__all__":["Source system with this Name and Type already exists."]}"#),
                Refused(
                    .put, "v2/incidents/sources/9/", #"{"name":"x"}"#, as: .alice, 404,
                    noSuch("SourceSystem")),
            ])
        }
    }

    @Test func `are neither added nor changed by others`() async throws {
        let detail = #"{"detail":"You do not have permission to perform this action."}"#
        try await APIServer.run { server in
            for asker: APIServer.Asker in [.bob, .charlie, .nav] {
                try await server.refuses([
                    Refused(
                        .post, "v2/incidents/sources/", #"{"name":"x","type":"nav"}"#, as: asker,
                        403,
                        detail),
                    Refused(
                        .patch, "v2/incidents/sources/2/", #"{"name":"x"}"#, as: asker, 403, detail),
                ])
            }
        }
    }
}

@Suite struct `Types of source systems` {
    @Test func `are listed, looked at, and added by anybody`() async throws {
        try await APIServer.run { server in
            for version in ["v1", "v2"] {
                let name = "my type \(version)"
                let answer = try await server.post(
                    "\(version)/incidents/source-types/", #"{"name":"\#(name)"}"#, as: .bob)
                #expect(answer.status == 201)
                #expect(answer.text == #"{"name":"\#(name)"}"#)
                let path = "\(version)/incidents/source-types/my%20type%20\(version)/"
                #expect(try await server.get(path).text == answer.text)
            }
            #expect(
                try await server.get("v2/incidents/source-types/").text
                    == #"[{"name":"argus"},{"name":"my type v1"},{"name":"my type v2"},{"name":"nav"},{"name":"zabbix"}]"#
            )
        }
    }

    @Test func `have lower-case names of their own`() async throws {
        @Sendable func refused(_ name: String, _ text: String) -> Refused {
            Refused(
                .post, "v2/incidents/source-types/", #"{"name":"\#(name)"}"#, 400,
                #"{"name":["\#(text)"]}"#)
        }
        try await APIServer.run { server in
            try await server.refuses([
                refused("NAV", "'NAV' is not a lowercase string"),
                refused("123", "'123' is not a lowercase string"),
                refused("", "This field may not be blank."),
                refused("nav", "source system type with this name already exists."),
            ])
        }
    }
}

@Suite struct `Signs of life` {
    @Test(arguments: ["v1", "v2"])
    func `are posted by sources`(version: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.post("\(version)/incidents/sources/heartbeat/")

            #expect(answer.status == 204)
            #expect(
                try await server.get("v3/incidents/sources/2/").json["last_seen"]
                    == "2025-06-15T15:06:40Z")
        }
    }

    @Test func `may say how the queue before the server stands`() async throws {
        try await APIServer.run { server in
            let path = "v2/incidents/sources/heartbeat/"
            let said = try await server.post(path, #"{"queue_depth":3,"queue_oldest_age":40}"#)
            let source = try await server.get("v3/sources/2/").json

            #expect(said.status == 204)
            #expect(source["queue_depth"] == 3)
            #expect(source["queue_oldest"] == "2025-06-15T15:06:00Z")

            try await server.post(path)
            #expect(try await server.get("v3/sources/2/").json["queue_depth"] == .null)
            let wrong = try await server.post(path, #"{"queue_depth":-1}"#)
            #expect(wrong.status == 400)
        }
    }

    @Test func `are refused to people, without a body`() async throws {
        try await APIServer.run { server in
            for asker: APIServer.Asker in [.bob, .alice] {
                try await server.refuses([
                    Refused(.post, "v2/incidents/sources/heartbeat/", as: asker, 403, "")
                ])
            }
        }
    }

    @Test func `are not posted in version 3, where only a superuser learns of it`() async throws {
        let detail = "You do not have permission to perform this action."
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, "v3/incidents/sources/heartbeat/", as: .nav, 403,
                    #"{"detail":"\#(detail)"}"#),
                Refused(
                    .post, "v3/incidents/sources/heartbeat/", as: .alice, 405,
                    #"{"detail":"Method \"POST\" not allowed."}"#),
            ])
        }
    }

    @Test func `are all requests of a source about incidents`() async throws {
        let requests: [(HTTPRequest.Method, String)] = [
            (.get, "v2/incidents/"), (.get, "v3/incidents/mine/"), (.post, "v2/incidents/"),
            (.get, "v1/incidents/9/events/"), (.get, "v2/incidents/9/acks/"),
            (.get, "v2/incidents/9/tags/"), (.get, "v2/incidents/sources/"),
            (.get, "v2/incidents/source-types/"), (.get, "v2/incidents/events/"),
        ]
        for (method, path) in requests {
            try await APIServer.run { server in
                try await server.ask(method, path, as: .zabbix)

                #expect(
                    try await server.get("v3/incidents/sources/3/").json["last_seen"]
                        == "2025-06-15T15:06:40Z", "\(method) \(path)")
            }
        }
    }

    @Test func `are not those about accounts`() async throws {
        try await APIServer.run { server in
            try await server.get("v2/auth/user/", as: .nav)

            #expect(
                try await server.get("v3/incidents/sources/2/").json["last_seen"] == JSONValue.null)
        }
    }
}
