import ArgusHTTP
import ArgusVocabulary
import ArgusWire
import Configuration
import FoundationEssentials
import Logging
import NIOCore
import SystemPackage

/// Reads the settings from the environment and from a file, and collects what is wrong with them.
///
/// A setting is `ARGUS_MAX_BODY` in the environment and `max_body` in the file; the environment goes
/// before the file.
package struct SettingsReader {
    private let reader: ConfigReader
    private var mistakes: [String] = []
    private var warnings: [String] = []

    private init(reader: ConfigReader) {
        self.reader = reader
    }

    /// All names that a file may hold.
    private static let names: Set = [
        "database", "listen", "time_zone", "public_url", "log_level", "log_format", "max_body",
        "indelible_incidents", "snapshot_max_close_share", "trusted_proxies",
        "login_failures",
    ]

    /// Reads the settings, or throws all mistakes at once.
    package static func read(
        environment: [String: String], file: String? = nil
    ) async throws -> Settings {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(
                with: "argus")
        ]
        var written: [String] = []
        if let file {
            do {
                let text = try String(contentsOfFile: file, encoding: .utf8)
                written = names(in: text)
                if !isBlank(text) {
                    providers.append(
                        try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
                }
            } catch {
                throw SettingsError(mistakes: [Self.sentence(of: error, file)])
            }
        }
        var reader = SettingsReader(reader: ConfigReader(providers: providers))
        reader.check(written, in: file ?? "")
        reader.check(environment)
        return try reader.settings()
    }

    private static func sentence(of error: any Error, _ file: String) -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder else {
            return "There is no file \(file); --config should name one with settings."
        }
        guard FileManager.default.isReadableFile(atPath: file) else {
            return "The file \(file) cannot be read; check who may read it."
        }
        return "The file \(file) cannot be read as YAML settings: \(error)."
    }

    /// The names at the left edge of a YAML file, which may be quoted.
    private static func names(in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let colon = line.firstIndex(of: ":"), let first = line.first,
                first.isLetter || first == "\"" || first == "'"
            else { return nil }
            let name = line[..<colon].filter { !"\"' ".contains($0) }
            return name.isEmpty ? nil : name
        }
    }

    /// Whether there is nothing in a file but comments.
    private static func isBlank(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).allSatisfy { line in
            let content = line.drop(while: \.isWhitespace)
            return content.isEmpty || content.hasPrefix("#") || content.hasPrefix("---")
        }
    }

    /// Tells of names that are no settings, and of settings without a plain value.
    private mutating func check(_ written: [String], in file: String) {
        for name in written {
            if !Self.names.contains(name) {
                let hint = name.nearest(among: Self.names.sorted()).map { "did you mean \($0)? " }
                mistakes.append(
                    "\(name) in \(file) is no setting; \(hint ?? "")known are "
                        + "\(Self.names.sorted().joined(separator: ", ")).")
            } else if text(name) == nil {
                mistakes.append("\(name) in \(file) needs one plain value after its colon.")
            }
        }
    }

    /// Refuses variables that are surely meant to be settings of the server and are misspelt, and
    /// warns of others that no program of ours knows.
    private mutating func check(_ environment: [String: String]) {
        let known = Self.names.map { "ARGUS_\($0.uppercased())" }.sorted()
        for name in environment.keys.sorted() where name.hasPrefix("ARGUS_") {
            guard !known.contains(name), !Self.areOfOthers.contains(name),
                !Self.prefixesOfOthers.contains(where: { name.hasPrefix($0) })
            else { continue }
            let rest = String(name.dropFirst("ARGUS_".count))
            let names = known.map { String($0.dropFirst("ARGUS_".count)) }
            if let meant = rest.nearest(among: names, orBeginning: false) {
                mistakes.append("\(name) is no setting; did you mean ARGUS_\(meant)?")
            } else {
                warnings.append("\(name) is no setting of this program, and has no effect.")
            }
        }
    }

    /// Variables that stand in the same environment with good reason: those of `argus-glue`, of
    /// scripts and tests, and of the existing server and versions to come.
    private static let areOfOthers: Set = [
        "ARGUS_URL", "ARGUS_TOKEN", "ARGUS_TOKEN_FILE", "ARGUS_API_VERSION", "ARGUS_CA_FILE",
        "ARGUS_BIN", "ARGUS_FALLBACK_FILTER",
    ]
    private static let prefixesOfOthers = [
        "ARGUS_GLUE_", "ARGUS_ALERT_", "ARGUS_TEST_", "ARGUS_FUZZ_", "ARGUS_SMTP_", "ARGUS_MAIL_",
        "ARGUS_SMS_", "ARGUS_FRONTEND_", "ARGUS_COOKIE_", "ARGUS_SPA_",
    ]

    private mutating func settings() throws -> Settings {
        let settings = Settings(
            database: database(), listen: listen(), zone: zone(), publicURL: publicURL(),
            logLevel: logLevel(), logFormat: logFormat(),
            maxBody: integer("max_body", 1_048_576, in: 1024...1_073_741_824),
            trustedProxies: trustedProxies(),
            loginFailures: integer("login_failures", 20, in: 0...1_000_000),
            allowsDeletion: !bool("indelible_incidents", true),
            snapshotMaxCloseShare: integer("snapshot_max_close_share", 50, in: 0...100),
            warnings: warnings)
        guard mistakes.isEmpty else { throw SettingsError(mistakes: mistakes) }
        return settings
    }

    private func text(_ name: String) -> String? {
        let key = ConfigKey([name])
        let text = (try? reader.requiredString(forKey: key)) ?? nil
        if let text { return text }
        if let number = try? reader.requiredInt(forKey: key) { return String(number) }
        if let bool = try? reader.requiredBool(forKey: key) { return String(bool) }
        return nil
    }

    private mutating func refuse(_ name: String, _ text: String, _ expected: String) {
        mistakes.append("ARGUS_\(name.uppercased()) is \"\(text)\", but should be \(expected).")
    }

    private mutating func database() -> DatabaseAddress {
        let text = text("database") ?? "sqlite:argus.db"
        if let address = DatabaseAddress(text) { return address }
        // It may hold a password.
        let shown = "\(DatabaseAddress.postgresql(connectionString: text))"
        refuse("database", shown, DatabaseAddress.expected)
        return .sqlite(path: "")
    }

    private mutating func listen() -> ListenAddress {
        let text = text("listen") ?? "127.0.0.1:8000"
        let expected = "HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000"
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else {
            refuse("listen", text, expected)
            return ListenAddress(host: "", port: 0)
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            refuse("listen", text, expected)
        }
        return ListenAddress(host: host, port: port)
    }

    private mutating func zone() -> Zone {
        let name = text("time_zone") ?? "UTC"
        guard let zone = Zone(named: name) else {
            refuse("time_zone", name, "a name of the IANA time zone database, such as Europe/Oslo")
            return .utc
        }
        return zone
    }

    private mutating func publicURL() -> String? {
        guard let text = text("public_url"), !text.isEmpty else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme ?? ""),
            url.host?.isEmpty == false
        else {
            refuse("public_url", text, "an address that begins with http:// or https://")
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private mutating func trustedProxies() -> Set<String> {
        guard let text = text("trusted_proxies") else { return Site.localProxies }
        let addresses = text.split { $0 == "," || $0 == " " }.map(String.init)
        for address in addresses where (try? SocketAddress(ipAddress: address, port: 0)) == nil {
            refuse("trusted_proxies", text, "addresses with commas, such as 10.0.0.2, ::1")
            return []
        }
        return Set(addresses)
    }

    private mutating func logLevel() -> Logger.Level {
        let text = text("log_level") ?? "info"
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            refuse("log_level", text, "one of \(levels)")
            return .info
        }
        return level
    }

    private mutating func logFormat() -> Settings.LogFormat {
        let text = text("log_format") ?? "text"
        guard let format = Settings.LogFormat(rawValue: text) else {
            refuse("log_format", text, "text or json")
            return .text
        }
        return format
    }

    private mutating func integer(
        _ name: String, _ standard: Int, in range: ClosedRange<Int>
    ) -> Int {
        guard let text = text(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            refuse(name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return standard
        }
        return number
    }

    private mutating func bool(_ name: String, _ standard: Bool) -> Bool {
        guard let text = text(name) else { return standard }
        switch text.lowercased() {
        case "1", "on", "true", "yes": return true
        case "0", "off", "false", "no": return false
        default:
            refuse(name, text, "on or off")
            return standard
        }
    }
}
