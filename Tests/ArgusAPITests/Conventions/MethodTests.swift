import HTTPTypes
import Testing

@Suite struct `Methods` {
    static let cases: [(String, String)] = [
        ("/api/", "GET, HEAD, OPTIONS"),
        ("/.still-alive/", "GET, HEAD, OPTIONS"),
        ("v2/incidents/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/mine/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/1/", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"),
        ("v2/incidents/1/ticket_url/", "PUT, OPTIONS"),
        ("v2/incidents/1/automatic-ticket/", "PUT, OPTIONS"),
        ("v2/incidents/events/", "GET, HEAD, OPTIONS"),
        ("v2/incidents/acks/bulk/", "POST, OPTIONS"),
        ("v2/incidents/events/bulk/", "POST, OPTIONS"),
        ("v2/incidents/ticket_url/bulk/", "POST, OPTIONS"),
        ("v3/incidents/batch/", "POST, OPTIONS"),
        ("v3/incidents/mine/snapshot/", "PUT, OPTIONS"),
        ("v2/incidents/1/events/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/1/events/1/", "GET, HEAD, OPTIONS"),
        ("v2/incidents/1/acks/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/1/acks/1/", "GET, PUT, PATCH, HEAD, OPTIONS"),
        ("v2/incidents/1/tags/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/1/tags/a=b/", "GET, DELETE, HEAD, OPTIONS"),
        ("v2/incidents/sources/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/sources/1/", "GET, PUT, PATCH, HEAD, OPTIONS"),
        ("v2/incidents/sources/heartbeat/", "POST, OPTIONS"),
        ("v1/incidents/sources/heartbeat/", "POST, OPTIONS"),
        ("v2/incidents/source-types/", "GET, POST, HEAD, OPTIONS"),
        ("v2/incidents/source-types/nav/", "GET, HEAD, OPTIONS"),
        ("v2/token-auth/", "POST, OPTIONS"),
        ("v2/auth/refresh-token/", "POST, OPTIONS"),
        ("v2/auth/token/login/", "POST, OPTIONS"),
        ("v2/auth/token/logout/", "POST, OPTIONS"),
        ("v2/auth/token/logoutall", "POST, OPTIONS"),
        ("v2/auth/user/", "GET, HEAD, OPTIONS"),
        ("v2/auth/users/1/", "GET, HEAD, OPTIONS"),
        ("v1/incidents/open/", "GET, HEAD, OPTIONS"),
        ("v1/incidents/open+unacked/", "GET, HEAD, OPTIONS"),
        ("v1/incidents/metadata/", "GET, HEAD, OPTIONS"),
    ]

    @Test func `OPTIONS tells what there is`() async throws {
        try await APIServer.run { server in
            for (path, allowed) in Self.cases {
                let answer = try await server.ask(.options, path)

                #expect(answer.status == 200, "\(path)")
                #expect(answer.headers[.allow] == allowed, "\(path)")
                #expect(
                    answer.text == #"{"renders":["application/json"],"#
                        + #""parses":["application/json","application/x-www-form-urlencoded","#
                        + #""multipart/form-data"]}"#)
            }
        }
    }

    @Test func `another method is 405 and told what there is`() async throws {
        let all: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .trace]
        try await APIServer.run { server in
            let before = try await server.contents()
            for (path, allowed) in Self.cases {
                for method in all where !allowed.contains(method.rawValue) {
                    let answer = try await server.ask(method, path, as: .alice)
                    let detail = #"{"detail":"Method \"\#(method)\" not allowed."}"#

                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(answer.text == detail, "\(path)")
                    #expect(answer.headers[.allow] == allowed, "\(method) \(path)")
                }
            }
            #expect(try await server.contents() == before)
        }
    }

    @Test(arguments: ["PURGE", "PROPFIND", "LINK"])
    func `a method that nothing has is 405 where there is something`(name: String) async throws {
        let method = try #require(HTTPRequest.Method(name))
        try await APIServer.run { server in
            for (path, allowed) in Self.cases {
                let answer = try await server.ask(method, path, as: .alice)

                #expect(answer.status == 405, "\(path)")
                #expect(answer.text == #"{"detail":"Method \"\#(name)\" not allowed."}"#)
                #expect(answer.headers[.allow] == allowed, "\(path)")
            }
            #expect(try await server.ask(method, "v2/incidents/", as: .nobody).status == 401)
            #expect(try await server.ask(method, "v2/nothing/").status == 404)
            #expect(try await server.ask(method, "v2/incidents").status == 308)
            #expect(try await server.ask(method, "/accounts/login/").status == 405)
            #expect(try await server.ask(method, "/").status == 405)
        }
    }

    @Test func `HEAD answers as GET does, without the body`() async throws {
        try await APIServer.run { server in
            for (path, allowed) in Self.cases where allowed.contains("HEAD") {
                let get = try await server.get(path)
                let head = try await server.ask(.head, path)

                #expect(head.status == get.status, "\(path)")
                #expect(head.headers == get.headers, "\(path)")
                #expect(head.text == "")
            }
        }
    }

    @Test func `asking what there is needs a token where everything does`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.ask(.options, "v2/incidents/", as: .nobody).status == 401)
            #expect(try await server.ask(.options, "v2/token-auth/", as: .nobody).status == 200)
        }
    }
}
