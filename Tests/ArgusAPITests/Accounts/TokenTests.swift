import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let password = " correct horse "
private let credentials = #"{"username":"bob","password":"\#(password)"}"#

@Suite struct `Tokens for programs` {
    @Test(arguments: ["v1", "v2"])
    func `are given for a name and a password, as JSON or as a form`(version: String) async throws {
        try await APIServer.run { server in
            try await server.setPassword()
            let bodies = [
                (credentials, "application/json"),
                ("username=bob&password=+correct+horse+", "application/x-www-form-urlencoded"),
            ]

            for (body, type) in bodies {
                let answer = try await server.ask(
                    .post, "\(version)/token-auth/", body, as: .nobody, type: type)
                let token = try #require(try answer.json["token"]?.string)
                #expect(answer.status == 200)
                #expect(answer.text == #"{"token":"\#(token)"}"#)
                #expect(token.wholeMatch(of: /[0-9a-f]{40}/) != nil)
                #expect(try await server.get("v2/auth/user/", as: .token(token)).status == 200)
            }
        }
    }

    @Test func `take the place of the one that was given before, for a person`() async throws {
        try await APIServer.run { server in
            try await server.setPassword()
            let first = try await server.token(of: "bob", password)
            let second = try await server.token(of: "bob", password)

            #expect(try await server.get("v2/auth/user/", as: .token(first)).status == 401)
            #expect(try await server.get("v2/auth/user/", as: .token(second)).status == 200)
        }
    }

    @Test func `leave those alone that were made for programs`() async throws {
        try await APIServer.run { server in
            try await server.setPassword()
            _ = try await server.token(of: "bob", password)

            #expect(try await server.get("v2/incidents/", as: .bob).status == 200)
        }
    }

    @Test func `leave all those alone that a source system uses`() async throws {
        try await APIServer.run { server in
            try await server.database.operations.accounts.setPassword(
                password, of: "nav", by: .console)
            let first = try await server.token(of: "nav", password)
            let second = try await server.token(of: "nav", password)

            for token in [first, second, server.database.cast.nav.secret.value] {
                #expect(try await server.get("v2/auth/user/", as: .token(token)).status == 200)
            }
        }
    }

    @Test func `are refused without the right name and password`() async throws {
        let wrong = #"{"non_field_errors":["Unable to log in with provided credentials."]}"#
        try await APIServer.run { server in
            try await server.setPassword()
            try await server.refuses([
                Refused(
                    .post, "v2/token-auth/", #"{"username":"bob","password":"x"}"#, as: .nobody,
                    400, wrong),
                Refused(
                    .post, "v2/token-auth/", #"{"username":"bob","password":"correct horse"}"#,
                    as: .nobody, 400, wrong),
                Refused(
                    .post, "v2/token-auth/", #"{"username":"zoe","password":"x"}"#, as: .nobody,
                    400, wrong),
                // Without a password nobody can log in with one.
                Refused(
                    .post, "v2/token-auth/", #"{"username":"alice","password":"x"}"#, as: .nobody,
                    400, wrong),
                Refused(
                    .post, "v2/token-auth/", "{}", as: .nobody, 400,
                    #"{"username":["This field is required."],"password":["This field is required."]}"#
                ),
                Refused(
                    .post, "v2/token-auth/", #"{"username":"","password":""}"#, as: .nobody, 400,
                    #"{"username":["This field may not be blank."],"password":["This field may not be blank."]}"#
                ),
                Refused(
                    .post, "v2/token-auth/", #"{"username":null,"password":null}"#, as: .nobody,
                    400,
                    #"{"username":["This field may not be null."],"password":["This field may not be null."]}"#
                ),
                Refused(
                    .post, "v2/token-auth/", #"{"username":"bob","password":["x"]}"#, as: .nobody,
                    400, #"{"password":["Not a valid string."]}"#),
            ])
        }
    }

    @Test func `are refused to an inactive account`() async throws {
        try await APIServer.run { server in
            try await server.setPassword()
            _ = try await server.database.operations.accounts.grant(
                UserChange(isActive: false), to: "bob", by: .console)

            try await server.refuses([
                Refused(
                    .post, "v2/token-auth/", credentials, as: .nobody, 400,
                    #"{"non_field_errors":["Unable to log in with provided credentials."]}"#)
            ])
        }
    }

    @Test func `keep their scope and their end when they are renewed`() async throws {
        try await APIServer.run { server in
            let tokens = server.database.operations.tokens
            let issued = try await tokens.issue(
                to: "bob", name: "backup", lifetime: .seconds(3600), by: .console)
            server.database.clock.advance(by: .seconds(1800))
            let answer = try await server.post(
                "v2/auth/refresh-token/", as: .token(issued.secret.value))
            let new = try await tokens.requester(
                with: Secret(try #require(try answer.json["token"]?.string))
            ).token

            #expect(new?.name == "backup")
            #expect(new?.expires == issued.expires)
        }
    }

    @Test func `are renewed for somebody who is logged in if there is one to renew`() async throws {
        try await APIServer.run { server in
            try await server.setPassword()
            let session = try await server.logIn()
            try await server.refuses([
                Refused(
                    .post, "v2/auth/refresh-token/", as: session, 400,
                    #"["No token for the user 'bob' exists, one needs to be created in the admin interface."]"#
                )
            ])
            let old = try await server.token(of: "bob", password)

            #expect(try await server.post("v2/auth/refresh-token/", as: session).status == 200)
            #expect(try await server.get("v2/auth/user/", as: .token(old)).status == 401)
            #expect(try await server.get("v2/auth/user/", as: session).status == 200)
        }
    }

    @Test func `are renewed in place of the one that asks`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v2/auth/refresh-token/", as: .bob)
            let token = try #require(try answer.json["token"]?.string)

            #expect(answer.text == #"{"token":"\#(token)"}"#)
            #expect(try await server.get("v2/auth/user/", as: .token(token)).status == 200)
            #expect(try await server.get("v2/auth/user/", as: .bob).status == 401)
        }
    }
}

extension APIServer {
    /// The token that an account is given for its name and password.
    fileprivate func token(of username: String, _ password: String) async throws -> String {
        let answer = try await post(
            "v2/token-auth/", #"{"username":"\#(username)","password":"\#(password)"}"#, as: .nobody
        )
        return try #require(try answer.json["token"]?.string)
    }
}

@Suite struct `Logging in` {
    @Test func `gives a token for ten hours`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            try await server.setPassword()
            let answer = try await server.post("v2/auth/token/login/", credentials, as: .nobody)
            let token = try #require(try answer.json["token"]?.string)

            let expiry = "2025-06-16T03:06:40+02:00"
            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"expiry":"\#(expiry)","expiration":"\#(expiry)","token":"\#(token)"}"#)
            #expect(token.wholeMatch(of: /[0-9a-f]{64}/) != nil)

            server.database.clock.advance(by: .seconds(36_000))
            let late = try await server.get("v2/auth/user/", as: .token(token))
            #expect(late.text == #"{"detail":"Invalid token."}"#)
        }
    }

    @Test func `works with a token and no body`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post("v2/auth/token/login/", as: .nav)

            #expect(answer.status == 200)
            #expect(try answer.keys == ["expiry", "expiration", "token"])
        }
    }

    @Test func `is refused with 403 and a detail`() async throws {
        @Sendable func detail(_ text: String) -> String { #"{"detail":"\#(text)"}"# }
        try await APIServer.run { server in
            try await server.setPassword()
            try await server.refuses([
                Refused(
                    .post, "v2/auth/token/login/", #"{"username":"bob","password":"x"}"#,
                    as: .nobody, 403,
                    detail("Unable to log in with provided credentials.")),
                Refused(
                    .post, "v2/auth/token/login/", #"{"username":"bob"}"#, as: .nobody, 403,
                    detail("password: This field is required.")),
                Refused(
                    .post, "v2/auth/token/login/", as: .nobody, 403,
                    detail("Authentication credentials were not provided.")),
                Refused(
                    .post, "v2/auth/token/login/", "nonsense", as: .nobody, 403,
                    detail(
                        "detail: JSON parse error - Expecting value: line 1 column 1 (char 0)")),
            ])
        }
    }

    @Test func `out ends the token that asks`() async throws {
        try await APIServer.run { server in
            let first = try await server.logIn()
            let second = try await server.logIn()
            let answer = try await server.post("v2/auth/token/logout/", as: first)

            #expect(answer.status == 204)
            #expect(answer.text == "")
            #expect(try await server.get("v2/auth/user/", as: first).status == 401)
            #expect(try await server.get("v2/auth/user/", as: second).status == 200)
        }
    }

    @Test func `out everywhere ends all that logging in gave, not tokens for programs`()
        async throws
    {
        try await APIServer.run { server in
            let first = try await server.logIn()
            let second = try await server.logIn()
            #expect(try await server.post("v2/auth/token/logoutall", as: first).status == 204)

            #expect(try await server.get("v2/auth/user/", as: first).status == 401)
            #expect(try await server.get("v2/auth/user/", as: second).status == 401)
            #expect(try await server.get("v2/auth/user/", as: .bob).status == 200)
        }
    }

    @Test func `out of the former front end ends the token that asks, and is open to all`()
        async throws
    {
        try await APIServer.run { server in
            let token = try await server.logIn()
            for asker in [.nobody, token] {
                let answer = try await server.post("v1/auth/logout/", as: asker)
                #expect(answer.status == 200)
                #expect(answer.text == "")
            }

            #expect(try await server.get("v2/auth/user/", as: token).status == 401)
        }
    }

    @Test func `out is refused to a token for programs`() async throws {
        let invalid = #"{"detail":"Invalid token."}"#
        try await APIServer.run { server in
            try await server.refuses([
                Refused(.post, "v2/auth/token/logout/", 401, invalid),
                Refused(.post, "v2/auth/token/logoutall", 401, invalid),
            ])
        }
    }
}

@Suite struct `Accounts` {
    @Test func `tell who asks`() async throws {
        try await APIServer.run { server throws in
            #expect(
                try await server.get("v2/auth/user/").text
                    == #"{"username":"bob","first_name":"","last_name":"","email":"","admin_url":null}"#
            )
            #expect(
                try await server.get("v1/auth/user/").text
                    == #"{"username":"bob","first_name":"","last_name":"","email":"","phone_numbers":[]}"#
            )
        }
    }

    @Test func `of the staff are told where the administration is`() async throws {
        try await APIServer.run { server in
            let answer = try await server.get("v2/auth/user/", as: .charlie)

            #expect(try answer.json["admin_url"] == "http://localhost/admin/")
        }
    }

    @Test func `tell who anybody is`() async throws {
        try await APIServer.run { server throws in
            for version in ["v1", "v2"] {
                #expect(
                    try await server.get("\(version)/auth/users/2/").text
                        == #"{"username":"alice","first_name":"","last_name":"","email":""}"#)
            }
        }
    }
}

extension APIServer {
    /// Gives bob a password.
    fileprivate func setPassword() async throws {
        try await database.operations.accounts.setPassword(password, of: "bob", by: .console)
    }

    /// Logs bob in with his token.
    fileprivate func logIn() async throws -> Asker {
        let answer = try await post("v2/auth/token/login/", as: .bob)
        return .token(try #require(try answer.json["token"]?.string))
    }
}
