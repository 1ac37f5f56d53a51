import ArgumentParser
import ArgusGlue
import ArgusVocabulary
import ArgusWire

/// Handles alerts that the server refused.
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Lists, retries or drops dead letters: alerts that cannot be delivered.",
        discussion: """
            Example: argus-glue dead list, and when the reason is mended: argus-glue dead retry --all

            \(SettingsHelp.spool)
            """,
        subcommands: [List.self, Retry.self, Drop.self])

    /// Shows each with its number and its reason.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows each with its number, its reason and what it says.",
            discussion: """
                Example: argus-glue dead list --json

                \(SettingsHelp.spool)
                """)

        @Flag(help: "Write one JSON object a line.")
        var json = false

        @OptionGroup var options: GlueOptions

        func run() async throws {
            for entry in try options.spool().deadLetters() {
                if json {
                    Terminal.printJSON(entry.json)
                } else {
                    print("\(entry.sequence)  \(entry.reason ?? "")")
                    Swift.print("    \(entry.alert.json.text.printableJSON)")
                }
            }
        }
    }

    /// Puts them into the queue again.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts dead letters at the end of the queue again.",
            discussion: """
                Example: argus-glue dead retry 17 18

                \(SettingsHelp.spool)
                """)

        @OptionGroup var choice: Choice
        @OptionGroup var options: GlueOptions

        func run() async throws {
            let count = try options.spool().retry(deadLetters: choice.sequences)
            print("\(count) put into the queue again")
        }
    }

    /// Removes them for good.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Removes dead letters for good.",
            discussion: """
                Example: argus-glue dead drop 17

                \(SettingsHelp.spool)
                """)

        @OptionGroup var choice: Choice
        @OptionGroup var options: GlueOptions

        func run() async throws {
            let count = try options.spool().drop(deadLetters: choice.sequences)
            print("\(count) dropped")
        }
    }

    /// Which dead letters are meant.
    struct Choice: ParsableArguments {
        @Flag(help: "All of them.")
        var all = false

        @Argument(help: "The numbers that `dead list` shows.")
        var numbers: [Int64] = []

        var sequences: [Int64]? { all ? nil : numbers }

        func validate() throws {
            if all == numbers.isEmpty { return }
            throw ValidationError("Give the numbers of dead letters, or --all.")
        }
    }
}

extension GlueOptions {
    /// Opens the spool, which must be there.
    fileprivate func spool() throws -> Spool {
        let settings = try settings(needsServer: false)
        return try Spool(path: settings.spool, limits: settings.limits, mayMake: false)
    }
}

extension SpoolEntry {
    /// The entry as one JSON object: `sequence`, `source`, `accepted`, `attempts`, `reason`, `alert`.
    fileprivate var json: JSONValue {
        [
            "sequence": .integer(sequence), "source": .string(source.description),
            "accepted": .string(accepted.text()),
            "attempts": .integer(Int64(attempts)), "reason": reason.map { .string($0) } ?? .null,
            "alert": alert.json,
        ]
    }
}
