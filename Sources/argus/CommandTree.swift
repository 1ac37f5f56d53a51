import ArgumentParser
import ArgusVocabulary
import ArgusWire

/// The commands below `argus`, by the words that name them.
enum CommandTree {
    /// Refuses a command that is not there, in a sentence that says what may have been meant.
    ///
    /// The parser would only say that it did not expect the word.
    static func refuseUnknown(_ arguments: some Sequence<String>) throws(WrongUse) {
        var command: any ParsableCommand.Type = ArgusCommand.self
        var path = "argus"
        for word in arguments {
            let names = names(below: command)
            guard !names.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
            guard let next = below(command, named: word) else {
                let guess =
                    word.nearest(among: names)
                    ?? synonyms[word].flatMap { meant in
                        names.first { $0 == meant }
                    }
                let hint = guess.map { "did you mean `\(path) \($0)`" } ?? "try `\(path) --help`"
                throw WrongUse(
                    "There is no command `\(path) \(word)`; \(hint)? "
                        + "Known are \(names.joined(separator: ", ")).")
            }
            command = next
            path += " \(word)"
        }
    }

    /// How a command is called: its name behind those of the commands above it.
    static func path(
        of command: any ParsableCommand.Type,
        below root: any ParsableCommand.Type = ArgusCommand.self
    ) -> String? {
        let name = root.configuration.commandName ?? ""
        if root == command { return name }
        for next in root.configuration.subcommands {
            if let path = path(of: command, below: next) { return "\(name) \(path)" }
        }
        return nil
    }

    /// What other programs call the same.
    private static let synonyms = [
        "show": "list", "ls": "list", "get": "list", "view": "list", "add": "create",
        "new": "create", "rm": "delete", "remove": "delete", "start": "serve", "run": "serve",
        "server": "serve", "passwd": "password", "resolve": "close",
    ]

    private static func names(below command: any ParsableCommand.Type) -> [String] {
        command.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    private static func below(
        _ command: any ParsableCommand.Type, named name: String
    ) -> (any ParsableCommand.Type)? {
        command.configuration.subcommands.first { $0.configuration.commandName == name }
    }
}

/// That a command was called in a way in which it cannot be: exit status 2.
struct WrongUse: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) {
        description = "Error: " + message.onOneLine
    }

    /// The same with how the command is used.
    init(_ message: String, of command: any ParsableCommand.Type) {
        let usage = ArgusCommand.usageString(for: command)
        let path = CommandTree.path(of: command) ?? "argus"
        description = """
            Error: \(message.onOneLine)
            Usage: \(usage)
              See '\(path) --help' for more information.
            """
    }
}
