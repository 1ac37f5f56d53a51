import ArgusClient
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Everything that is wrong with the settings.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Each mistake.
    public let mistakes: [Mistake]

    /// One setting and what is wrong with it.
    public struct Mistake: Hashable, Sendable, CustomStringConvertible {
        /// The name of its environment variable, or where in the file it stands.
        public let name: String
        /// What is wrong, to be read after the name.
        public let problem: String

        public var description: String { "\(name) \(problem)" }
    }

    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// Reads settings as they are declared, and gathers what is wrong with them.
public struct SettingsReader {
    private let value: (String) -> String?
    /// How a setting is called where it is wrong.
    private let shown: (SettingDescription) -> String
    private(set) var mistakes: [SettingsProblem.Mistake] = []

    /// Reads from values by the names of the settings.
    init(
        value: @escaping (String) -> String?, mistakes: [SettingsProblem.Mistake] = [],
        shown: @escaping (SettingDescription) -> String = { $0.name }
    ) {
        (self.value, self.shown, self.mistakes) = (value, shown, mistakes)
    }

    mutating func report(_ name: String, _ problem: String) {
        mistakes.append(SettingsProblem.Mistake(name: name, problem: problem))
    }

    mutating func report<Value>(_ setting: Setting<Value>, _ problem: String) {
        report(shown(setting.description), problem)
    }

    /// What a setting is set to, or what holds where nothing is set; nil if that is nothing.
    mutating func read<Value>(_ setting: Setting<Value>) -> Value? {
        let usual = setting.description.usual.flatMap(setting.kind.read)
        guard let text = text(setting) else { return usual }
        if let value = setting.kind.read(text) { return value }
        let given = setting.description.isSecret ? "" : ", not \(text.inOneLine)"
        report(setting, "must be \(setting.kind.expected)\(given)")
        return usual
    }

    /// What a setting is set to, unless that is empty.
    private func text<Value>(_ setting: Setting<Value>) -> String? {
        value(setting.description.name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The token, or what the file holds that is named instead.
    mutating func token() -> Token? {
        let given = read(GlueSetting.token).map { Token($0) }
        guard let file = read(GlueSetting.tokenFile) else { return given }
        if given != nil {
            let other = shown(GlueSetting.token.description)
            report(GlueSetting.tokenFile, "and \(other) exclude each other")
            return given
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            report(GlueSetting.tokenFile, "names a file that cannot be read: \(file)")
            return nil
        }
        let token = String(decoding: data, as: UTF8.self)
        if token.trimmingBlanks().isEmpty {
            report(GlueSetting.tokenFile, "names a file that holds no token: \(file)")
        }
        return Token(token)
    }

    /// Reports that there is no token, unless it is known by now why.
    mutating func expect(_ token: Token?) {
        let file = shown(GlueSetting.tokenFile.description)
        guard token == nil, !mistakes.contains(where: { $0.name == file }) else { return }
        report(GlueSetting.token, "is missing: the token of the source system's account")
    }
}

/// What this process may do with files.
enum SystemFolder {
    static func mayRead(_ file: String) -> Bool { access(file, R_OK) == 0 }

    /// Whether the folder for a spool of the whole machine may be used or made.
    static var isOurs: Bool { getuid() == 0 || access("/var/lib/argus-glue", W_OK) == 0 }
}
