import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `The log is for people or programs` {
    @Test func `a line each, with a time in the server's zone`() async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_TIME_ZONE"] = "Etc/GMT-5"
            try await RunningServer.with(argus) { server in
                let lines = server.log.split(separator: "\n")

                #expect(!lines.isEmpty)
                for line in lines {
                    #expect(
                        line.wholeMatch(
                            of: /20[0-9-]{8}T[0-9:.]+\+05:00 \w+ argus: .+/) != nil, "\(line)")
                }
            }
        }
    }

    @Test func `or an object each`() async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_LOG_FORMAT"] = "json"
            try await RunningServer.with(argus) { server in
                for line in server.log.split(separator: "\n") {
                    let object = try JSONValue(parsing: String(line))
                    #expect(object.keys.prefix(4) == ["time", "level", "logger", "message"])
                    #expect(object["logger"] == "argus")
                }
            }
        }
    }

    @Test(arguments: ["text", "json"])
    func `and text from elsewhere does nothing in it`(format: String) async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_LOG_FORMAT"] = format
            argus.settings["ARGUS_X\u{1b}[2J\r\nfoo\u{9b}\u{202e}"] = "1"
            try await RunningServer.with(argus) { server in
                let lines = server.log.split(separator: "\n")
                let line = try #require(lines.first { $0.contains("ARGUS_X") })

                #expect(line.contains("has no effect."))
                #expect(
                    line.contains(format == "text" ? #"\u{1b}[2J\r\nfoo"# : #"\u001b[2J\r\nfoo"#))
                #expect(server.log.isHarmless)
            }
        }
    }

    @Test func `and tells whoever watches over the server who was turned away`() async throws {
        try await Installation.with { argus in
            try await argus.argus(
                "user", "create", "bob", "--password-stdin", input: "correct horse\n")
            try await RunningServer.with(argus) { server in
                let answer = try await server.ask(
                    "POST", "/api/v2/token-auth/",
                    #"{"username":"bob","password":"hunter2hunter2"}"#)
                let log = await server.logging("argus.security")

                #expect(answer.status == 400)
                #expect(
                    log.contains("warning argus.security: A log-in failed from=127.0.0.1 who=bob\n")
                )
                #expect(!log.contains("hunter2"))
            }
        }
    }

    @Test func `and says where the database is before it serves`() async throws {
        try await Installation.with { argus in
            try await RunningServer.with(argus) { server in
                #expect(server.log.contains("The database is sqlite:\(argus.database)\n"))
            }
        }
    }

    @Test func `and as quiet as asked`() async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_LOG_LEVEL"] = "info"
            try await RunningServer.with(argus) { server in
                #expect(!server.log.contains("debug"))
            }
        }
    }
}
