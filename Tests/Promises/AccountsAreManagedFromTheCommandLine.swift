import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `Accounts are managed from the command line` {
    @Test func `with a password and a token, whether the server runs or not`() async throws {
        try await Installation.with { argus in
            let before = try await argus.argus(
                "user", "create", "alice", "--superuser", "--with-token", "--password-stdin",
                "--json",
                input: "s3cret horse\n")
            #expect(before.status == 0)
            #expect(try before.json.keys == ["pk", "username", "token"])
            try await RunningServer.with(argus) { server in
                let meanwhile = try await argus.argus(
                    "user", "create", "bob", "--with-token", "--password-stdin", "--json",
                    input: "other")
                for (created, password) in [(before, "s3cret horse"), (meanwhile, "other")] {
                    let token = try created.json["token"]?.string
                    let name = try #require(try created.json["username"]?.string)
                    let me = try await server.ask("GET", "/api/v2/auth/user/", token: token)
                    #expect(try me.json["username"]?.string == name)
                    let logIn = try await server.ask(
                        "POST", "/api/v2/token-auth/",
                        #"{"username":"\#(name)","password":"\#(password)"}"#)
                    #expect(logIn.status == 200)
                }
            }
        }
    }

    @Test func `those of sources too`() async throws {
        try await Installation.with { argus in
            _ = try await argus.createSource()
            let changed = try await argus.argus(
                "user", "password", "nav1", "--password-stdin", input: "horse\n")
            #expect(changed.status == 0)
            #expect(changed.output == "")
            #expect(changed.errors.hasPrefix("The password of nav1 was changed.\nWarning: "))

            try await RunningServer.with(argus) { server throws in
                let body = #"{"username":"nav1","password":"horse"}"#
                #expect(try await server.ask("POST", "/api/v1/token-auth/", body).status == 200)
            }
        }
    }

    @Test(arguments: [["--superuser"], ["--staff"], ["--role", "superuser"]])
    func `whose administrators have no weak password here either`(rights: [String]) async throws {
        let sentence =
            "argus: password: A password has at least 8 characters.\n"
        try await Installation.with { argus in
            let arguments = ["user", "create", "alice"] + rights + ["--password-stdin"]
            let refused = try await argus.run(arguments, input: "abc\n")
            #expect(refused.status == 1)
            #expect(refused.errors == sentence)

            let made = try await argus.run(arguments, input: "correct horse\n")
            #expect(made.errors == "")
            let changed = try await argus.argus(
                "user", "password", "alice", "--password-stdin", input: "abc\n")
            #expect(changed.status == 1)
            #expect(changed.errors == sentence)
        }
    }

    @Test func `and it is said when nobody can log in to one yet`() async throws {
        try await Installation.with { argus in
            let created = try await argus.argus("user", "create", "bob", "--json")

            #expect(created.status == 0)
            #expect(try created.json.keys == ["pk", "username"])
            #expect(
                created.errors
                    == "Nobody can log in to bob with a password until it has one: "
                    + "argus user password bob --password-stdin\n")
        }
    }

    @Test func `and given or denied rights at once`() async throws {
        try await Installation.with { argus in
            let created = try await argus.argus("user", "create", "bob", "--with-token", "--json")
            let token = try created.json["token"]?.string
            try await RunningServer.with(argus) { server in
                let source = #"{"name":"x","type":"argus"}"#
                #expect(
                    try await server.ask("POST", "/api/v2/incidents/sources/", source, token: token)
                        .status == 403)
                let granted = try await argus.argus("user", "grant", "bob", "--superuser")
                #expect(granted.output == "bob is now superuser.\n")
                #expect(
                    try await server.ask("POST", "/api/v2/incidents/sources/", source, token: token)
                        .status == 201)
                try await argus.argus("user", "grant", "bob", "--no-active")
                #expect(
                    try await server.ask("GET", "/api/v2/incidents/", token: token).status == 401)
            }
        }
    }

    @Test func `and given a role`() async throws {
        try await Installation.with { argus in
            let created = try await argus.argus(
                "user", "create", "bob", "--role", "viewer", "--with-token", "--json")
            let token = try created.json["token"]?.string
            try await RunningServer.with(argus) { server in
                let type = #"{"name":"x"}"#
                let path = "/api/v2/incidents/source-types/"
                #expect(try await server.ask("POST", path, type, token: token).status == 403)
                let granted = try await argus.argus("user", "grant", "bob", "--role", "operator")
                #expect(granted.output == "bob is now operator.\n")
                #expect(try await server.ask("POST", path, type, token: token).status == 201)
            }
        }
    }

    @Test func `and a revoked token stops at once`() async throws {
        try await Installation.with { argus in
            try await argus.argus("user", "create", "bob")
            try await RunningServer.with(argus) { server in
                let created = try await argus.argus(
                    "token", "create", "bob", "--scope", "read", "--expires-in-days", "1", "--json")
                #expect(try created.json.keys == ["username", "token", "scope", "expires"])
                let token = try #require(try created.json["token"]?.string)
                #expect(
                    try await server.ask("GET", "/api/v2/incidents/", token: token).status == 200)

                let listed = try await argus.argus("token", "list", "bob", "--json")
                let row = try #require(try listed.json.array?.first)
                #expect(row["prefix"]?.string == String(token.prefix(8)))
                #expect(!listed.output.contains(token))
                let pk = try #require(row["pk"]?.integer)
                let revoked = try await argus.argus("token", "revoke", "\(pk)")
                #expect(revoked.errors == "Token \(pk) was revoked.\n")
                #expect(
                    try await server.ask("GET", "/api/v2/incidents/", token: token).status == 401)
            }
        }
    }
}
