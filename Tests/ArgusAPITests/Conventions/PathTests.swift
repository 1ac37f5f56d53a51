import ArgusHTTP
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Versions and paths` {
    @Test func `three versions of the API stand side by side`() async throws {
        try await APIServer.run { server throws in
            for version in ["v1", "v2", "v3"] {
                #expect(try await server.get("\(version)/incidents/").status == 200)
            }
        }
    }

    @Test(arguments: [
        "v4/incidents/", "v2/nothing/", "nothing/", "/nothing", "v2/incidents/1/nothing/",
        "v3/auth/user/", "v3/incidents/source-types/", "v3/incidents/1/events/",
        "v1/incidents/1/automatic-ticket/", "v1/auth/token/login/", "v2/incidents/open/",
        "v2/incidents/mine/1/", "v3/notificationprofiles/",
    ])
    func `an unknown path is 404 with a detail`(path: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.get(path)

            #expect(answer.status == 404)
            #expect(answer.text == #"{"detail":"Not found."}"#)
            #expect(answer.headers[.contentType] == "application/json")
        }
    }

    @Test(
        arguments: [
            (.get, 301), (.head, 301), (.post, 301), (.put, 308), (.patch, 308), (.delete, 308),
        ] as [(HTTPRequest.Method, Int)])
    func `a path without its slash leads to the one with it, query and all`(
        method: HTTPRequest.Method, status: Int
    ) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(method, "v2/incidents/mine?open=true&tags=a%3Db")

            #expect(answer.status == status)
            #expect(answer.headers[.location] == "/api/v2/incidents/mine/?open=true&tags=a%3Db")
            #expect(answer.text == "")
        }
    }

    @Test(arguments: [
        "v3/incidents/batch", "v3/users", "v3/tokens", "v3/sources", "/accounts/login",
    ])
    func `a redirection keeps what is posted where the existing server has no such path`(
        path: String
    ) async throws {
        try await APIServer.run { server in
            let answer = try await server.post(path, "{}")

            #expect(answer.status == 308)
        }
    }

    @Test func `a redirection keeps what is posted once by its key`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "v2/incidents", "{}", headers: [.idempotencyKey: "k"])

            #expect(answer.status == 308)
            #expect(answer.headers[.location] == "/api/v2/incidents/")
        }
    }

    @Test func `a redirection keeps what is percent-encoded`() async throws {
        try await APIServer.run { server in
            let answer = try await server.get("v2/incidents/1/tags/a%3D%2F%20b")

            #expect(answer.headers[.location] == "/api/v2/incidents/1/tags/a%3D%2F%20b/")
        }
    }

    @Test(arguments: [
        "v2//incidents/", "v2/incidents//", "/api//v2/incidents/", "v2/incidents//mine/",
    ])
    func `doubled slashes are 404`(path: String) async throws {
        try await APIServer.run { server throws in
            #expect(try await server.get(path).text == #"{"detail":"Not found."}"#)
        }
    }

    @Test func `logging out everywhere is the one path without a slash`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.post("v2/auth/token/logoutall/").status == 404)
            #expect(try await server.post("v2/auth/token/logoutall").status == 401)
        }
    }

    @Test(arguments: ["x", "0x1", "1.0", "%201", "-", "--1", "1%00", "%EF%BC%91"])
    func `a primary key that is no number is 404`(pk: String) async throws {
        try await APIServer.run { server throws in
            for path in ["incidents/\(pk)/", "incidents/\(pk)/events/", "incidents/sources/\(pk)/"]
            {
                #expect(try await server.get("v2/\(path)").text == #"{"detail":"Not found."}"#)
            }
        }
    }

    @Test(arguments: ["9223372036854775808", "99999999999999999999999", "-99999999999999999999999"])
    func `a primary key beyond 64 bits is one that does not exist`(pk: String) async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let (v2, v3) = ("v2/notificationprofiles", "v3/notificationprofiles")
            try await server.refuses([
                Refused(.get, "v1/incidents/\(pk)/", 404, noSuch("Incident")),
                Refused(.patch, "v2/incidents/\(pk)/", "{}", 404, noSuch("Incident")),
                Refused(.get, "v2/incidents/\(pk)/acks/", 404, noSuch("Incident")),
                Refused(.get, "v2/incidents/1/events/\(pk)/", 404, noSuch("Event")),
                Refused(.get, "v2/incidents/sources/\(pk)/", 404, noSuch("SourceSystem")),
                Refused(.get, "v2/auth/users/\(pk)/", 404, noSuch("User")),
                Refused(.get, "\(v2)/filters/\(pk)/", 404, noSuch("Filter")),
                Refused(.delete, "\(v2)/timeslots/\(pk)/", 404, noSuch("Timeslot")),
                Refused(.get, "\(v2)/\(pk)/", 404, noSuch("NotificationProfile")),
                Refused(.get, "\(v3)/destinations/\(pk)/", 404, noSuch("DestinationConfig")),
                Refused(.delete, "v3/tokens/\(pk)/", 404, noSuch("Token")),
                Refused(
                    .post, "\(v2)/", #"{"timeslot":"\#(pk)","filters":[\#(pk)]}"#, 400,
                    #"{"timeslot":["Invalid pk \"\#(pk)\" - object does not exist."],"filters":["Invalid pk \"\#(pk)\" - object does not exist."]}"#
                ),
            ])
            for name in ["id__in", "source__id__in", "filter_pk", "notificationprofile_pk"] {
                #expect(try await server.get("v2/incidents/?\(name)=\(pk)").pks == [], "\(name)")
            }
        }
    }

    @Test func `what does not exist is told by its name`() async throws {
        try await APIServer.run { server in
            try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-15T12:00:00Z","tags":[]}"#)
            try await server.refuses([
                Refused(.get, "v2/incidents/9/", 404, noSuch("Incident")),
                Refused(.get, "v2/incidents/-1/", 404, noSuch("Incident")),
                Refused(.get, "v2/incidents/9/events/", 404, noSuch("Incident")),
                Refused(.get, "v2/incidents/1/events/9/", 404, noSuch("Event")),
                Refused(.get, "v2/incidents/9/acks/", 404, noSuch("Incident")),
                Refused(.get, "v2/incidents/1/acks/1/", 404, noSuch("Acknowledgement")),
                Refused(.get, "v2/incidents/1/tags/a=b/", 404, noSuch("Tag")),
                Refused(.get, "v2/incidents/sources/9/", 404, noSuch("SourceSystem")),
                Refused(.get, "v2/incidents/source-types/x/", 404, noSuch("SourceSystemType")),
                Refused(.get, "v2/auth/users/99/", 404, noSuch("User")),
            ])
        }
    }
}

/// The body of an answer about something that does not exist.
func noSuch(_ name: String) -> String {
    #"{"detail":"No \#(name) matches the given query."}"#
}
