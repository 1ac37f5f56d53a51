import ArgusCore
import ArgusHTTP
import ArgusIntegrations
import ArgusSettings
import ArgusTesting
import ArgusVocabulary
import FoundationEssentials
import Logging
import Testing

@testable import ArgusServer

@Suite struct `The settings` {
    @Test func `have a value each without being set`() throws {
        let settings = try Settings(environment: [:])

        #expect(settings.database == .sqlite(path: "argus.db"))
        #expect(settings.listen.description == "127.0.0.1:8000")
        #expect(settings.zone == .utc)
        #expect(settings.site.publicURL == nil)
        #expect(settings.log.level == .info)
        #expect(settings.log.format == .text)
        #expect(settings.site.maxBody == 1_048_576)
        #expect(!settings.incidents.allowsDeletion)
        #expect(settings.incidents.maxCloseShare == 50)
        #expect(settings.site.trustedProxies == ["127.0.0.1", "::1"])
        #expect(settings.failures.perAccount == 20)
    }

    @Test func `name a folder of templates, whose mistakes are told with theirs`() async throws {
        #expect(try Settings(environment: [:]).templates.siteCount == 0)
        try await TemporaryFolder.with { folder in
            try FileManager.default.createDirectory(
                atPath: folder.file("sms"), withIntermediateDirectories: true)
            _ = try folder.write(Array("{{hots}}".utf8), to: "sms/default.mustache")
            let found = mistakes(["ARGUS_TEMPLATES": folder.path])
            #expect(
                found == [
                    "ARGUS_TEMPLATES has a mistake in sms/default.mustache, line 1: There is no "
                        + "value `hots`; did you mean `host`?"
                ])
            _ = try folder.write(Array("{{host}}".utf8), to: "sms/default.mustache")
            let settings = try Settings(environment: ["ARGUS_TEMPLATES": folder.path])
            #expect(settings.templates.siteCount == 1)
        }
    }

    @Test func `let links in messages be used for a while, or make none`() throws {
        #expect(try Settings(environment: [:]).notifications.linkAge == .seconds(86_400))
        let off = try Settings(environment: ["ARGUS_MESSAGE_LINK_AGE": "0"])
        #expect(off.notifications.linkAge == nil)
        let hour = try Settings(environment: ["ARGUS_MESSAGE_LINK_AGE": "1h"])
        #expect(hour.notifications.linkAge == .seconds(3600))
    }

    @Test func `say which proxies to believe and how many wrong passwords to take`() throws {
        let settings = try Settings(environment: [
            "ARGUS_TRUSTED_PROXIES": "10.0.0.2, ::1", "ARGUS_LOGIN_FAILURES": "0",
        ])
        let nobody = try Settings(environment: ["ARGUS_TRUSTED_PROXIES": ""])

        #expect(settings.site.trustedProxies == ["10.0.0.2", "::1"])
        #expect(settings.failures.perAccount == 0)
        #expect(nobody.site.trustedProxies == [])
    }

    @Test(arguments: [
        ("ARGUS_LISTN", "ARGUS_LISTEN"), ("ARGUS_DATABSE", "ARGUS_DATABASE"),
        ("ARGUS_TIMEZONE", "ARGUS_TIME_ZONE"), ("ARGUS_LOG_LEVL", "ARGUS_LOG_LEVEL"),
        ("ARGUS_PUBLIC_URLS", "ARGUS_PUBLIC_URL"),
    ])
    func `are not taken for others when they are misspelt`(name: String, meant: String) {
        let error = #expect(throws: SettingsProblem.self) {
            try Settings(environment: [name: "x"])
        }
        #expect(
            error?.mistakes.map(\.description) == ["\(name) is no setting; did you mean \(meant)?"])
    }

    @Test(arguments: [
        "ARGUS_URL", "ARGUS_TOKEN", "ARGUS_TOKEN_FILE", "ARGUS_API_VERSION", "ARGUS_CA_FILE",
        "ARGUS_GLUE_SPOOL", "ARGUS_ALERT_KEY", "ARGUS_TEST_POSTGRESQL", "ARGUS_BIN",
        "ARGUS_FRONTEND_URL",
    ])
    func `stand beside those of other programs`(name: String) throws {
        #expect(try Settings(environment: [name: "x"]).warnings == [])
    }

    @Test func `are warned of when nobody knows them`() throws {
        let settings = try Settings(environment: ["ARGUS_COLOUR": "blue"])

        #expect(
            settings.warnings == ["ARGUS_COLOUR is no setting of this program, and has no effect."])
    }

    @Test func `name proxies by addresses only`() throws {
        let mistake =
            "ARGUS_TRUSTED_PROXIES is \"proxy.example.org\", but should be addresses with commas, "
            + "such as 10.0.0.2, ::1."
        let error = #expect(throws: SettingsProblem.self) {
            try Settings(environment: [
                "ARGUS_TRUSTED_PROXIES": "proxy.example.org"
            ])
        }
        #expect(error?.mistakes.map(\.description) == [mistake])
    }

    @Test func `name other systems with their addresses`() throws {
        let settings = try Settings(environment: [
            "ARGUS_SITE_NAME": "Argus test", "ARGUS_SITE_COLOR": "Amber",
            "ARGUS_SITE_LINKS": "Wiki = https://wiki.example.org/?a=1,Graphs=http://g",
        ])
        let appearance = settings.site.appearance

        #expect(appearance.name == "Argus test")
        #expect(appearance.color == .amber)
        #expect(
            appearance.links == [
                .init(label: "Wiki", url: "https://wiki.example.org/?a=1"),
                .init(label: "Graphs", url: "http://g"),
            ])
    }

    @Test(arguments: ["Wiki", "=https://x.example.org", "Wiki=javascript:alert(1)", "a=http://b,c"])
    func `refuse links that lead nowhere`(links: String) {
        let error = #expect(throws: SettingsProblem.self) {
            try Settings(environment: ["ARGUS_SITE_LINKS": links])
        }
        #expect(error?.mistakes.count == 1)
    }

    @Test func `come from the environment`() throws {
        let settings = try Settings(environment: [
            "ARGUS_DATABASE": "sqlite:/var/lib/argus/a b.db", "ARGUS_LISTEN": "[::1]:0",
            "ARGUS_TIME_ZONE": "Europe/Oslo", "ARGUS_PUBLIC_URL": "https://argus.example.org/",
            "ARGUS_LOG_LEVEL": "DEBUG", "ARGUS_LOG_FORMAT": "json", "ARGUS_MAX_BODY": "1024",
            "ARGUS_INDELIBLE_INCIDENTS": "off",
            "ARGUS_SNAPSHOT_MAX_CLOSE_SHARE": "100",
        ])

        #expect(settings.database == .sqlite(path: "/var/lib/argus/a b.db"))
        #expect(settings.listen.description == "[::1]:0")
        #expect(settings.zone.name == "Europe/Oslo")
        #expect(settings.site.publicURL == "https://argus.example.org")
        #expect(settings.log.level == .debug)
        #expect(settings.log.format == .json)
        #expect(settings.site.maxBody == 1024)
        #expect(settings.incidents.maxCloseShare == 100)
        #expect(settings.incidents.allowsDeletion)
    }

    @Test func `come from a file`() throws {
        let settings = try read(
            """
            # Where and how.
            database: sqlite:/tmp/argus.db
            listen: 0.0.0.0:8080
            time_zone: "Europe/Oslo"
            public_url: 'http://argus.example.org:8080'

            log_level: warning
            log_format: json
            max_body: 2048
            indelible_incidents: false
            """)

        #expect(settings.database == .sqlite(path: "/tmp/argus.db"))
        #expect(settings.listen.description == "0.0.0.0:8080")
        #expect(settings.zone.name == "Europe/Oslo")
        #expect(settings.site.publicURL == "http://argus.example.org:8080")
        #expect(settings.log.level == .warning)
        #expect(settings.log.format == .json)
        #expect(settings.site.maxBody == 2048)
        #expect(settings.incidents.allowsDeletion)
    }

    @Test func `in the environment go before those in a file`() throws {
        let settings = try read(
            "max_body: 2048\nlisten: 0.0.0.0:1", environment: ["ARGUS_MAX_BODY": "4096"])

        #expect(settings.site.maxBody == 4096)
        #expect(settings.listen.port == 1)
    }

    @Test func `may come from a file without any`() throws {
        for text in ["", "# nothing\n", "---\n"] {
            #expect(try read(text).site.maxBody == 1_048_576)
        }
    }

    @Test func `of other programs are left alone`() throws {
        let settings = try Settings(environment: [
            "ARGUS_URL": "x", "ARGUS_GLUE_SPOOL": "y", "MAX_BODY": "1", "PATH": "/bin",
        ])

        #expect(settings.site.maxBody == 1_048_576)
    }
}

@Suite struct `Mistakes in the settings` {
    private static let database = DatabaseAddress.expected
    private static let listen = "HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000"
    private static let zone = "a name of the IANA time zone database, such as Europe/Oslo"
    private static let url = "an address that begins with http:// or https://"
    private static let size = "a whole number from 1024 to 1073741824"

    static let wrong: [(String, String, String)] = [
        ("ARGUS_DATABASE", "argus.db", database),
        ("ARGUS_DATABASE", "sqlite:", database),
        ("ARGUS_DATABASE", "mysql://db/argus", database),
        ("ARGUS_LISTEN", "8000", listen),
        ("ARGUS_LISTEN", "127.0.0.1:65536", listen),
        ("ARGUS_LISTEN", ":8000", listen),
        ("ARGUS_LISTEN", "::1:8000", listen),
        ("ARGUS_LISTEN", "[::1]8000", listen),
        ("ARGUS_TIME_ZONE", "Europe/Nowhere", zone),
        ("ARGUS_TIME_ZONE", "../../etc/passwd", zone),
        ("ARGUS_PUBLIC_URL", "argus.example.org", url),
        ("ARGUS_PUBLIC_URL", "ftp://a.example", url),
        (
            "ARGUS_LOG_LEVEL", "loud",
            "one of trace, debug, info, notice, warning, error, critical"
        ),
        ("ARGUS_LOG_FORMAT", "xml", "text or json"),
        ("ARGUS_MAX_BODY", "1023", size),
        ("ARGUS_MAX_BODY", "1073741825", size),
        ("ARGUS_MAX_BODY", "1e6", size),
        ("ARGUS_INDELIBLE_INCIDENTS", "maybe", "on or off"),
        ("ARGUS_INDELIBLE_INCIDENTS", "2", "on or off"),
    ]

    @Test(arguments: wrong)
    func `are told by name, with what is expected`(
        name: String, text: String, expected: String
    ) throws {
        let mistakes = mistakes([name: text])

        #expect(mistakes == ["\(name) is \"\(text)\", but should be \(expected)."])
    }

    @Test func `are all told at once`() throws {
        let mistakes = mistakes([
            "ARGUS_DATABASE": "x", "ARGUS_LISTEN": "x", "ARGUS_TIME_ZONE": "x",
            "ARGUS_PUBLIC_URL": "x", "ARGUS_LOG_LEVEL": "x", "ARGUS_LOG_FORMAT": "x",
            "ARGUS_MAX_BODY": "x", "ARGUS_INDELIBLE_INCIDENTS": "x",
        ])

        #expect(mistakes.count == 8)
    }

    @Test(arguments: [
        ("postgresql://u:secret@db/argus", "postgresql://u@db/argus"),
        ("postgres://u@db1:5433,db2/argus", "postgres://u@db1:5433,db2/argus"),
        (
            "postgresql:///argus?password=a:b&host=/tmp",
            "postgresql:///argus?password=***&host=/tmp"
        ),
    ])
    func `never tell the password of a database`(text: String, shown: String) throws {
        let settings = try Settings(environment: ["ARGUS_DATABASE": text])
        let mistakes = mistakes(["ARGUS_DATABASE": "x\(text)"])

        #expect(settings.database == .postgresql(connectionString: text))
        #expect("\(settings.database)" == shown)
        #expect(mistakes.first?.contains("secret") == false)
    }

    @Test(arguments: [
        ("ARGUS_DATABASE", "postgresql://u:top@secret@db/argus", "postgresql://***"),
        ("ARGUS_DATABASE", "postgresql://u:top/secret@db/argus", "postgresql://***"),
        ("ARGUS_DATABASE", "mysql://u:secret@db/argus", "mysql://***"),
        ("ARGUS_PUBLIC_URL", "https://u:secret@argus.example.org", "***@argus.example.org"),
    ])
    func `never tell a password that can be misread`(
        name: String, text: String, shown: String
    ) throws {
        let told = mistakes([name: text]).joined()

        #expect(told.hasPrefix("\(name) is \"\(shown)\", but should be "), "\(told)")
        #expect(!told.contains("secret"))
    }

    @Test func `include names in a file that are no settings, beside wrong values`() throws {
        let mistakes = mistakes(
            file: "timezone: Europe/Oslo\nmax_body: 5\ncolour: red\n")

        #expect(mistakes.count == 3)
        #expect(mistakes[0].hasSuffix(": timezone is no setting; did you mean time_zone?"))
        #expect(mistakes[1].contains(": colour is no setting; known are database, "))
        #expect(mistakes[2].hasPrefix("ARGUS_MAX_BODY is \"5\", but should be "))
    }

    @Test(arguments: [
        "- a\n- b\n", "just words\n", "listen: [1, 2]\n", "listen:\n  host: a\n", "a: b: c\n",
        "\tlisten: x\n", "listen: \"unclosed\n", "listen:\n", "max_body: 1.5\n",
        "\"timezone\": UTC\n",
    ])
    func `include a file of the wrong shape`(text: String) throws {
        #expect(!(mistakes(file: text)).isEmpty)
    }
}

@Suite struct `The configuration guide's table` {
    @Test func `has each setting as it is declared`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let guide = try String(
            contentsOf: root.appending(path: "Documentation/Guides/configuration.md"),
            encoding: .utf8)
        let rows = guide.split(separator: "\n").filter { $0.hasPrefix("| `ARGUS_") }

        // The guide says more of some than the help does, but the same.
        let declared = ArgusSetting.all.map { setting in
            let usual = setting.usual.map { "`\($0)`" } ?? setting.usually ?? ""
            return "| `\(setting.variable)` | \(usual) | \(setting.explanation)"
                .replacing("|  |", with: "| |")
        }
        #expect(rows.count == declared.count)
        for (row, beginning) in zip(rows, declared) {
            #expect(row.hasPrefix(beginning), "\(beginning)")
        }
    }

    @Test func `tells of settings that have a line each in the help`() {
        for setting in ArgusSetting.all {
            #expect(setting.explanation.replacing("`", with: "").count <= 74, "\(setting.name)")
        }
    }
}

/// Reads settings from a file with this text.
private func read(_ text: String, environment: [String: String] = [:]) throws -> Settings {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    return try Settings(environment: environment, file: file.path)
}

/// What is wrong with some settings.
private func mistakes(
    _ environment: [String: String] = [:], file text: String? = nil
) -> [String] {
    do {
        _ =
            try text.map { try read($0, environment: environment) }
            ?? Settings(environment: environment)
        return []
    } catch let problem as SettingsProblem {
        return problem.mistakes.map(\.description)
    } catch {
        return ["another error: \(error)"]
    }
}
