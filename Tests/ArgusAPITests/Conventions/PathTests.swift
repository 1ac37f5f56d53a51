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

    @Test(arguments: [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete])
    func `a path without its slash leads to the one with it, query and all`(
        method: HTTPRequest.Method
    ) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(method, "v2/incidents/mine?open=true&tags=a%3Db")

            #expect(answer.status == 301)
            #expect(answer.headers[.location] == "/api/v2/incidents/mine/?open=true&tags=a%3Db")
            #expect(answer.text == "")
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

    @Test(arguments: ["x", "0x1", "1.0", "9223372036854775808", "%201", "-"])
    func `a primary key that is no number is 404`(pk: String) async throws {
        try await APIServer.run { server throws in
            for path in ["incidents/\(pk)/", "incidents/\(pk)/events/", "incidents/sources/\(pk)/"]
            {
                #expect(try await server.get("v2/\(path)").text == #"{"detail":"Not found."}"#)
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
