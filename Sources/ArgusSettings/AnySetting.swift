/// A setting, whatever its values are: what there is to be said of it.
public protocol AnySetting: Sendable {
    /// Its name in a file, after those of the sections that it stands in: `glue.retry_min`.
    var name: String { get }
    /// What holds where nothing is set, as it would be written; nil if that is nothing.
    var usual: String? { get }
    /// What happens where nothing is set, in words, if it cannot be written.
    var usually: String? { get }
    /// Whether its value must not be shown.
    var isSecret: Bool { get }
    /// What it is for, to be read after its name.
    var help: String { get }

    /// The same setting in a section.
    func below(_ section: String) -> Self

    /// Reports what is wrong with its value, if anything is.
    func check(_ settings: inout SettingsReader)
}

extension AnySetting {
    /// Its environment variable: `ARGUS_GLUE_RETRY_MIN`.
    public var variable: String { Variable.prefix + path.joined(separator: "_").uppercased() }

    /// Its names in a file, from the outside to the inside.
    package var path: [String] { name.split(separator: ".").map(String.init) }

    /// Its name in the section that it stands in.
    package var lastName: String { path.last ?? name }

    /// What it is for, and whether it is secret.
    package var explanation: String { isSecret ? "\(help); secret, never printed" : help }
}

extension Sequence<any AnySetting> {
    /// The settings as a command's help tells of them, a line for each and one for what it is for.
    package var helpText: String {
        map { setting in
            let usual = (setting.usual ?? setting.usually).map { " (\($0))" } ?? ""
            let explanation = setting.explanation.replacing("`", with: "")
            return "  \(setting.variable)\(usual)\n      \(explanation)"
        }.joined(separator: "\n")
    }
}
