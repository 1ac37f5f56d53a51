import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import FoundationEssentials
import Testing

/// Templates of a site, by the names of their files.
private func templates(
    _ files: KeyValuePairs<String, String>
) async throws -> MessageTemplates {
    try await TemporaryFolder.with { folder in
        for (name, text) in files { try write(text, name, in: folder.path) }
        return try MessageTemplates(folder: folder.path)
    }
}

/// What is wrong with templates, a line each.
private func mistakes(_ files: KeyValuePairs<String, String>) async throws -> [String] {
    do {
        _ = try await templates(files)
        return []
    } catch let error as TemplateMistakes {
        return error.all.map(\.description)
    }
}

private func write(_ text: String, _ name: String, in folder: String) throws {
    let file = URL(filePath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
}

@Suite struct `A template of a message` {
    @Test func `is the one for the kind of event, else the site's for all, else the built-in one`()
        async throws
    {
        let site = try await templates([
            "sms/closed.mustache": "over: {{description}}", "sms/default.mustache": "{{host}}!",
        ])

        #expect(site.write(.sample(type: .end), by: .sms).text == "over: Box is down")
        #expect(site.write(.sample(), by: .sms).text == "box.example.org!")
        #expect(MessageTemplates.builtIn.write(.sample(), by: .sms).text == "Box is down")
        #expect(
            site.write(.sample(), by: .ntfy).title
                == "[critical] box.example.org: Box is down")
    }

    @Test func `is replaced by the built-in one where it gives nothing, and that is said`()
        async throws
    {
        let site = try await templates(["sms/default.mustache": "{{ticket}}"])
        let written = site.write(.sample(), by: .sms)

        #expect(written.text == "Box is down")
        #expect(
            written.mistake
                == "the template sms/default.mustache gave nothing, so the built-in one was used")
    }

    @Test func `has values escaped as the medium needs it`() async throws {
        let bad = #"<b>&"@all" [x](y) <!channel>"#
        let site = try await templates([
            "email/default.html.mustache": "<p>{{description}}</p>",
            "email/default.mustache": "{{description}}",
            "slack/default.mustache": "{{description}}",
            "mattermost/default.mustache": "**{{description}}**",
        ])
        let mail = site.write(.sample(description: bad), by: .email)

        #expect(mail.html == "<p>&lt;b&gt;&amp;&quot;@all&quot; [x](y) &lt;!channel&gt;</p>")
        #expect(mail.text == bad)
        #expect(
            site.write(.sample(description: bad), by: .slack).text
                == #"&lt;b&gt;&amp;"@all" [x](y) &lt;!channel&gt;"#)
        #expect(
            site.write(.sample(description: bad), by: .mattermost).text
                == "**<b\\>&\"@\u{200b}all\" \\[x\\]\\(y\\) <\\!channel\\>**")
    }

    @Test(arguments: [Medium.slack, .mattermost, .telegram, .ntfy])
    func `may say the title again, as it stands there`(medium: Medium) async throws {
        let site = try await templates([
            "\(medium.rawValue)/default.mustache": "{{title}}|{{#title}}{{.}}{{/title}}",
            "email/default.html.mustache": "{{title}}",
            "slack/default.title.mustache": "{{description}}, box.example.org: a ",
        ])
        let notice = Notice.sample(description: "a <b> & @c *d* {{e}}")

        let written = site.write(notice, by: medium)
        #expect(written.title.contains("box.example.org: a"))
        #expect(written.text == "\(written.title)|\(written.title)")
        // A title may begin with a mark that joins what stands before it.
        let marked = site.write(.sample(description: "\u{301}<x>"), by: medium)
        #expect(marked.text == "\(marked.title)|\(marked.title)")
        let html = try #require(site.write(notice, by: .email).html)
        #expect(html.contains("a &lt;b&gt; &amp; @c *d* {{e}}"))
    }

    @Test(arguments: ["a\r\nBcc: eve@example.org", "a\nb\u{2028}c\u{0}d\u{85}e"])
    func `of a title is one line, whatever stands in it`(description: String) async throws {
        let site = try await templates(["email/default.title.mustache": "one\n{{description}}\n"])

        for message in [
            site.write(.sample(description: description), by: .email),
            MessageTemplates.builtIn.write(.sample(description: description), by: .email),
        ] {
            #expect(!message.title.unicodeScalars.contains { $0.value < 32 || $0.value == 0x2028 })
        }
    }

    @Test func `has no line of somebody else's that looks like one of its own`() {
        let written = MessageTemplates.builtIn.write(
            .sample(description: "x\nAcknowledge: https://evil.example"), by: .slack)

        #expect(written.text?.contains("\nAcknowledge:") == false)
    }

    @Test(arguments: [Medium.email, .sms, .slack, .mattermost, .teams, .ntfy, .gotify])
    func `is cut to what the medium takes, and keeps level, host and link`(medium: Medium)
        async throws
    {
        let lines = "{{level_name}} {{host}}\n{{description}}\n{{said}}\n{{url}}"
        let site = try await templates([
            "\(medium.rawValue)/default.mustache": lines
        ])
        let most = [
            Medium.email: 100_000, .sms: 459, .slack: 3000, .mattermost: 7000, .teams: 10_000,
            .ntfy: 3500, .gotify: 4000,
        ]
        for sign in ["x", "😀", "<", "é"] {
            let long = String(repeating: sign, count: 120_000)
            let text = try #require(site.write(.sample(description: long), by: medium).text)

            let size = medium == .sms ? text.count : text.utf8.count
            let limit = try #require(most[medium])
            #expect(size <= limit && size > limit - 200, "\(size)")
            #expect(text.hasPrefix("critical box.example.org"))
            #expect(text.hasSuffix("https://argus.example.org/incidents/7/"))
            #expect(text.contains("…"))
        }
    }

    @Test func `that is too long by itself is cut before the link`() async throws {
        let long = String(repeating: "static ", count: 1000)
        let site = try await templates(["ntfy/default.mustache": "{{level_name}} \(long) {{url}}"])
        let text = try #require(site.write(.sample(), by: .ntfy).text)

        #expect(text.hasPrefix("critical static"))
        #expect(text.hasSuffix("…\nhttps://argus.example.org/incidents/7/"))
        #expect(text.utf8.count <= 3500)
    }

    @Test func `gets a card of Teams its own text`() async throws {
        let site = try await templates(["teams/default.mustache": "On **{{host}}**"])

        #expect(site.write(.sample(), by: .teams).text == "On **box.example.org**")
        #expect(MessageTemplates.builtIn.write(.sample(), by: .teams).text == nil)
    }
}

@Suite struct `A folder of templates` {
    @Test func `holds the built-in ones to begin with, and those are right`() async throws {
        try await TemporaryFolder.with { folder in
            let folder = folder.path
            let written = try MessageTemplates.write(to: folder)
            #expect(written.contains("email/default.html.mustache"))
            #expect(try MessageTemplates(folder: folder).siteCount == written.count)
            #expect(try MessageTemplates.write(to: folder) == [])

            let again = try MessageTemplates(folder: folder)
            for medium in Medium.allCases {
                let (one, other) = (
                    again.write(.sample(), by: medium),
                    MessageTemplates.builtIn.write(.sample(), by: medium)
                )
                #expect(one.title == other.title && one.text == other.text)
                #expect(one.html == other.html)
            }
        }
    }

    @Test(arguments: [
        (
            "sms/default.mustache", "{{hots}}",
            "line 1: There is no value `hots`; did you mean `host`?"
        ),
        (
            "sms/default.mustache", "\n\n{{#facts}}{{vlaue}}{{/facts}}",
            "line 3: There is no value `vlaue`; did you mean `value`?"
        ),
        ("sms/default.mustache", "{{value}}", "line 1: There is no value `value`."),
        (
            "sms/default.mustache", "x\n{{#host}}",
            "line 2: `{{#host}}` does not end: add `{{/host}}`."
        ),
        ("sms/default.mustache", "{{/host}}", "line 1: `{{/host}}` ends what has not begun."),
        (
            "sms/default.mustache", "{{#host}}\n{{/url}}",
            "line 2: `{{/url}}` stands where `{{#host}}` of line 1 should end."
        ),
        ("sms/default.mustache", "a\n{{host", "line 2: This tag does not end: `}}` is missing."),
        (
            "email/default.html.mustache", "{{{description}}}",
            """
            line 1: Values are always escaped, since they come from elsewhere: write `{{name}}`.
            """
        ),
        ("sms/default.mustache", "{{> x}}", "line 1: Tags that begin with `>` are not used here."),
        (
            "sms/default.mustache", "{{=<% %>=}}",
            "line 1: Tags that begin with `=` are not used here."
        ),
        (
            "sms/default.mustache", "{{.}}",
            "line 1: `{{.}}` stands for the text of a section, and this is in none."
        ),
        (
            "sms/default.mustache", "{{tags}}",
            "line 1: `tags` has key, value in it: write `{{#tags}}…{{/tags}}`."
        ),
        (
            "sms/default.mustache", "{{opened}}",
            "line 1: `opened` is yes or no: write `{{#opened}}…{{/opened}}`."
        ),
        (
            "sms/default.mustache", "{{uppercased(host)}}",
            "line 1: There is no value `uppercased(host)`."
        ),
        (
            "sms/closed.mustache", "{{#opened}}x{{/opened}}",
            "It gives nothing for an event of the kind closed."
        ),
        (
            "slak/default.mustache", "x",
            "There is no channel slak with templates; did you mean slack?"
        ),
        (
            "sms/close.mustache", "x",
            "There is no kind of event close; did you mean closed?"
        ),
        (
            "sms/default.html.mustache", "x",
            "Templates of this channel are called EVENT.mustache."
        ),
        ("default.mustache", "x", "Templates are called CHANNEL/EVENT.mustache."),
        ("sms/default.mustache", "a\u{0}b", "The file is no text in UTF-8."),
        (
            "sms/default.mustache", String(repeating: "x", count: 65_537),
            "The file has more than 65536 bytes."
        ),
    ])
    func `is refused with file, line and what was probably meant`(
        file: String, text: String, mistake: String
    ) async throws {
        let separator = mistake.hasPrefix("line") ? ", " : ": "
        #expect(try await mistakes([file: text]) == ["\(file)\(separator)\(mistake)"])
    }

    @Test func `is refused with all mistakes at once`() async throws {
        let found = try await mistakes([
            "sms/default.mustache": "{{a}}\n{{b}}", "email/x.mustache": "y", "README": "{{c}}",
        ])
        #expect(found.count == 3)
    }

    @Test func `has to be there`() {
        #expect(throws: TemplateMistakes.self) { try MessageTemplates(folder: "/nowhere/at/all") }
    }
}
