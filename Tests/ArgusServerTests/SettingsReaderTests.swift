import ArgusServer
import ArgusTesting
import ArgusVocabulary
import Logging
import Testing

@Suite struct `The settings` {
    @Test func `have a value each without being set`() async throws {
        let settings = try await SettingsReader.read(environment: [:])

        #expect(settings.database == .sqlite(path: "argus.db"))
        #expect(settings.listen.description == "127.0.0.1:8000")
        #expect(settings.zone == .utc)
        #expect(settings.publicURL == nil)
        #expect(settings.logLevel == .info)
        #expect(settings.logFormat == .text)
        #expect(settings.maxBody == 1_048_576)
        #expect(!settings.allowsDeletion)
        #expect(settings.snapshotMaxCloseShare == 50)
        #expect(settings.trustedProxies == ["127.0.0.1", "::1"])
        #expect(settings.loginFailures == 20)
    }

    @Test func `say which proxies to believe and how many wrong passwords to take`() async throws {
        let settings = try await SettingsReader.read(environment: [
            "ARGUS_TRUSTED_PROXIES": "10.0.0.2, ::1", "ARGUS_LOGIN_FAILURES": "0",
        ])
        let nobody = try await SettingsReader.read(environment: ["ARGUS_TRUSTED_PROXIES": ""])

        #expect(settings.trustedProxies == ["10.0.0.2", "::1"])
        #expect(settings.loginFailures == 0)
        #expect(nobody.trustedProxies == [])
    }

    @Test(arguments: [
        ("ARGUS_LISTN", "ARGUS_LISTEN"), ("ARGUS_DATABSE", "ARGUS_DATABASE"),
        ("ARGUS_TIMEZONE", "ARGUS_TIME_ZONE"), ("ARGUS_LOG_LEVL", "ARGUS_LOG_LEVEL"),
        ("ARGUS_PUBLIC_URLS", "ARGUS_PUBLIC_URL"),
    ])
    func `are not taken for others when they are misspelt`(name: String, meant: String) async {
        let error = await #expect(throws: SettingsError.self) {
            try await SettingsReader.read(environment: [name: "x"])
        }
        #expect(error?.mistakes == ["\(name) is no setting; did you mean \(meant)?"])
    }

    @Test(arguments: [
        "ARGUS_URL", "ARGUS_TOKEN", "ARGUS_TOKEN_FILE", "ARGUS_API_VERSION", "ARGUS_CA_FILE",
        "ARGUS_GLUE_SPOOL", "ARGUS_ALERT_KEY", "ARGUS_TEST_POSTGRESQL", "ARGUS_BIN",
        "ARGUS_SMTP_URL", "ARGUS_MAIL_FROM", "ARGUS_SMS_GATEWAY", "ARGUS_FALLBACK_FILTER",
        "ARGUS_FRONTEND_URL",
    ])
    func `stand beside those of other programs`(name: String) async throws {
        #expect(try await SettingsReader.read(environment: [name: "x"]).warnings == [])
    }

    @Test func `are warned of when nobody knows them`() async throws {
        let settings = try await SettingsReader.read(environment: ["ARGUS_COLOUR": "blue"])

        #expect(
            settings.warnings == ["ARGUS_COLOUR is no setting of this program, and has no effect."])
    }

    @Test func `name proxies by addresses only`() async throws {
        let mistake =
            "ARGUS_TRUSTED_PROXIES is \"proxy.example.org\", but should be addresses with commas, "
            + "such as 10.0.0.2, ::1."
        let error = await #expect(throws: SettingsError.self) {
            try await SettingsReader.read(environment: [
                "ARGUS_TRUSTED_PROXIES": "proxy.example.org"
            ])
        }
        #expect(error?.mistakes == [mistake])
    }

    @Test func `come from the environment`() async throws {
        let settings = try await SettingsReader.read(environment: [
            "ARGUS_DATABASE": "sqlite:/var/lib/argus/a b.db", "ARGUS_LISTEN": "[::1]:0",
            "ARGUS_TIME_ZONE": "Europe/Oslo", "ARGUS_PUBLIC_URL": "https://argus.example.org/",
            "ARGUS_LOG_LEVEL": "DEBUG", "ARGUS_LOG_FORMAT": "json", "ARGUS_MAX_BODY": "1024",
            "ARGUS_INDELIBLE_INCIDENTS": "off",
            "ARGUS_SNAPSHOT_MAX_CLOSE_SHARE": "100",
        ])

        #expect(settings.database == .sqlite(path: "/var/lib/argus/a b.db"))
        #expect(settings.listen.description == "[::1]:0")
        #expect(settings.zone.name == "Europe/Oslo")
        #expect(settings.publicURL == "https://argus.example.org")
        #expect(settings.logLevel == .debug)
        #expect(settings.logFormat == .json)
        #expect(settings.maxBody == 1024)
        #expect(settings.snapshotMaxCloseShare == 100)
        #expect(settings.allowsDeletion)
    }

    @Test func `come from a file`() async throws {
        let settings = try await read(
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
        #expect(settings.publicURL == "http://argus.example.org:8080")
        #expect(settings.logLevel == .warning)
        #expect(settings.logFormat == .json)
        #expect(settings.maxBody == 2048)
        #expect(settings.allowsDeletion)
    }

    @Test func `in the environment go before those in a file`() async throws {
        let settings = try await read(
            "max_body: 2048\nlisten: 0.0.0.0:1", environment: ["ARGUS_MAX_BODY": "4096"])

        #expect(settings.maxBody == 4096)
        #expect(settings.listen.port == 1)
    }

    @Test func `may come from a file without any`() async throws {
        for text in ["", "# nothing\n", "---\n"] {
            #expect(try await read(text).maxBody == 1_048_576)
        }
    }

    @Test(arguments: [
        ("1", true), ("on", true), ("TRUE", true), ("yes", true), ("0", false), ("off", false),
        ("False", false), ("no", false),
    ])
    func `that are switches have eight spellings`(text: String, isOn: Bool) async throws {
        let settings = try await SettingsReader.read(environment: [
            "ARGUS_INDELIBLE_INCIDENTS": text
        ])

        #expect(settings.allowsDeletion == !isOn)
    }

    @Test func `of other programs are left alone`() async throws {
        let settings = try await SettingsReader.read(environment: [
            "ARGUS_URL": "x", "ARGUS_GLUE_SPOOL": "y", "MAX_BODY": "1", "PATH": "/bin",
        ])

        #expect(settings.maxBody == 1_048_576)
    }
}

@Suite struct `Mistakes in the settings` {
    private static let database = "sqlite:PATH or postgresql://USER@HOST/NAME"
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
    ) async throws {
        let mistakes = await mistakes([name: text])

        #expect(mistakes == ["\(name) is \"\(text)\", but should be \(expected)."])
    }

    @Test func `are all told at once`() async throws {
        let mistakes = await mistakes([
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
    func `never tell the password of a database`(text: String, shown: String) async throws {
        let settings = try await SettingsReader.read(environment: ["ARGUS_DATABASE": text])
        let mistakes = await mistakes(["ARGUS_DATABASE": "x\(text)"])

        #expect(settings.database == .postgresql(connectionString: text))
        #expect("\(settings.database)" == shown)
        #expect(mistakes.first?.contains("secret") == false)
    }

    @Test func `include names in a file that are no settings, beside wrong values`() async throws {
        let mistakes = await mistakes(
            file: "timezone: Europe/Oslo\nmax_body: 5\nARGUS_LISTEN: 0.0.0.0:1\n")

        #expect(mistakes.count == 3)
        #expect(mistakes.first?.hasPrefix("timezone in ") == true)
        #expect(
            mistakes.first?.contains(
                "is no setting; did you mean time_zone? known are database, ") == true)
        #expect(mistakes.last?.hasPrefix("ARGUS_MAX_BODY is \"5\"") == true)
    }

    @Test(arguments: [
        "- a\n- b\n", "just words\n", "listen: [1, 2]\n", "listen:\n  host: a\n", "a: b: c\n",
        "\tlisten: x\n", "listen: \"unclosed\n", "listen:\n", "max_body: 1.5\n",
        "\"timezone\": UTC\n",
    ])
    func `include a file of the wrong shape`(text: String) async throws {
        #expect(!(await mistakes(file: text)).isEmpty)
    }

    @Test func `include a file that is not there`() async throws {
        await #expect(throws: SettingsError.self) {
            _ = try await SettingsReader.read(environment: [:], file: "/nowhere/argus.yaml")
        }
    }
}

/// Reads settings from a file with this text.
private func read(
    _ text: String, environment: [String: String] = [:]
) async throws -> Settings {
    try await TemporaryFolder.with { folder in
        let path = try folder.write(Array(text.utf8), to: "argus.yaml")
        return try await SettingsReader.read(environment: environment, file: path)
    }
}

/// What is wrong with some settings.
private func mistakes(
    _ environment: [String: String] = [:], file text: String? = nil
) async -> [String] {
    do {
        if let text {
            _ = try await read(text, environment: environment)
        } else {
            _ = try await SettingsReader.read(environment: environment)
        }
        return []
    } catch let error as SettingsError {
        return error.mistakes
    } catch {
        return ["another error: \(error)"]
    }
}
