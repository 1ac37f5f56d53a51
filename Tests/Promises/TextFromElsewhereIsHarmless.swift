import ArgusTesting
import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `Text from elsewhere is harmless at a terminal` {
    /// Sets a window's title, rings, ends the line, clears the screen and writes backwards.
    private let text = "a\u{1b}]0;x\u{7}b\r\nc\u{9b}2Jd\u{202e}e\u{2028}f\u{7f}"

    @Test func `in lists, as tables and as JSON`() async throws {
        try await Installation.with { argus in
            try await argus.argus(
                "source", "create", text, "--type", "nav", "--username", "nav1")
            try await argus.argus(
                "user", "create", "bob", "--first-name", text, "--email", "bob@example.org")
            try await argus.argus("token", "create", "bob", "--name", text)
            let created = try await argus.argus(
                "incident", "create", text, "--source", text, "--tag", "k=\(text)", "--json")
            #expect(created.status == 0)
            for (kind, rows) in [("source", 2), ("user", 3), ("token", 2), ("incident", 1)] {
                let table = try await argus.argus(kind, "list")
                let json = try await argus.argus(kind, "list", "--json")

                #expect(table.output.isHarmless && json.output.isHarmless)
                #expect(table.output.count { $0 == "\n" } == rows + 1, "\(table.output)")
                #expect(table.output.contains(#"a\u{1b}]0;x\u{7}b\r\nc\u{9b}2Jd\u{202e}"#))
                let named = try json.json.array?.contains { row in
                    row.object?.members.contains { $0.value.string == text } == true
                }
                #expect(named == true, "\(kind)")
            }
        }
    }

    @Test func `in what is said about it`() async throws {
        try await Installation.with { argus in
            let created = try await argus.argus(
                "source", "create", text, "--type", "nav", "--username", "nav1")
            #expect(created.output.isHarmless)
            #expect(created.output.count { $0 == "\n" } == 2)
            for arguments in [
                ["source", "rotate-token", "x\(text)"], ["user", "password", text], [text],
                ["source", "create", text, "--type", "nav"], ["incident", text],
                ["incident", "list", "--tag", text], ["incident", "list", "--level", text],
                ["incident", "list", "--where", "level>=\(text)"], ["serve", "--\(text)"],
                ["check", "--config", text], ["token", "create", text, "--token-file", "/\(text)"],
            ] {
                let finished = try await argus.run(arguments)

                #expect(finished.status != 0)
                #expect(finished.errors.isHarmless, "\(arguments)")
            }
        }
    }

    @Test(arguments: [
        ["pipe"], ["nav"], ["enqueue", "--open", "--key", "k", "--level", "\u{1b}[2J\r\n\u{9b}"],
        ["status", "--config", "/\u{1b}[2J\r\n\u{9b}"], ["\u{1b}[2J\r\n\u{9b}"],
    ])
    func `and what the glue says of it`(arguments: [String]) async throws {
        try await Installation.with { argus in
            let settings = [
                "ARGUS_URL": "http://127.0.0.1:1", "ARGUS_TOKEN": "x",
                "ARGUS_GLUE_SPOOL": argus.folder.file("spool.db"), "ARGUS_GLUE_HEARTBEAT": "0",
            ]
            let finished = try await Program.glue.run(
                arguments, input: #"{"type":"\#(text)","key":"\#(text)"}"# + "\n{\(text)}\n",
                settings: settings, in: argus.folder.path)

            #expect(!finished.errors.isEmpty)
            #expect(finished.errors.isHarmless, "\(finished.errors)")
            #expect(finished.output.isHarmless)
        }
    }
}

extension String {
    /// Whether nothing in it acts on a terminal but the ends of its lines.
    var isHarmless: Bool {
        unicodeScalars.allSatisfy { scalar in
            scalar == "\n"
                || ![.control, .lineSeparator, .paragraphSeparator].contains(
                    scalar.properties.generalCategory) && !scalar.properties.isBidiControl
        }
    }
}
