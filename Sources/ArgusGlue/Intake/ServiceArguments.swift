import ArgusSettings
import ArgusVocabulary

/// What the arguments of a service of somebody's own ask for.
enum ServiceArguments: Hashable {
    /// To run with the settings of the environment, and of a file if one is named.
    case run(config: String?)
    case help

    /// That the arguments are none that a service takes.
    struct WrongUse: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Reads the arguments after the program's name.
    init(_ arguments: [String]) throws(WrongUse) {
        switch (arguments.first, arguments.count) {
        case (nil, _): self = .run(config: nil)
        case ("--help", 1), ("-h", 1): self = .help
        case ("--config", 2): self = .run(config: arguments[1])
        case (let first?, 1) where first.hasPrefix("--config="):
            self = .run(config: String(first.dropFirst("--config=".count)))
        default:
            let given = arguments.joined(separator: " ").inOneLine
            throw WrongUse(
                description: "The arguments may be --config FILE or --help, not: \(given)")
        }
    }

    /// What `--help` prints: how a program is called, and what can be set about it.
    static func helpText(of program: String, own declared: [any AnySetting]) -> String {
        let own = declared.map { $0.ofService }
        return """
            Usage: \(program) [--config FILE]

            Takes alerts into a spool on disk and delivers them to an Argus server, until it is told
            to end. Settings, from the environment or from the YAML file given with --config:
            \((own + GlueSetting.common).helpText)
            """
    }
}
