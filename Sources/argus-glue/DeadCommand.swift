import ArgumentParser
import ArgusGlue
import ArgusVocabulary
import ArgusWire

/// Handles alerts that the server refused.
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract:
            "Lists, shows, edits, retries or drops what cannot be delivered, or not be read.",
        discussion: """
            Example: argus-glue dead list, and when the reason is mended: argus-glue dead retry --all

            \(SettingsHelp.spool)
            """,
        subcommands: [List.self, Show.self, Edit.self, Retry.self, Drop.self])

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
            let spool = try options.spool()
            for entry in try spool.deadLetters() {
                if json {
                    Terminal.printJSON(entry.json)
                } else {
                    print("\(entry.sequence)  \(entry.reason ?? "")")
                    Swift.print("    \(entry.alert.json.text.printableJSON)")
                }
            }
            for message in try spool.unreadableMessages() {
                if json {
                    Terminal.printJSON(message.json)
                } else {
                    print("\(message.sequence ?? 0)  not read: \(message.reason)")
                    print("    \(message.text.inOneLine)")
                }
            }
        }
    }

    /// Shows what came in and could not be read, or what an alert says.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Writes what could not be read, byte by byte as it came, or an alert as JSON.",
            discussion: """
                What it would become now: argus-glue dead show 17 | argus-glue map --source NAME -

                Example: argus-glue dead show 17 > body.json

                \(SettingsHelp.spool)
                """)

        @Argument(help: "The number that `dead list` shows.")
        var number: Int64

        @OptionGroup var options: GlueOptions

        func run() async throws {
            let spool = try options.spool()
            if let message = try spool.unreadableMessages(number).first {
                return Terminal.put(message.bytes)
            }
            guard let entry = try spool.deadLetter(number) else {
                Terminal.end(1, "There is no dead letter \(number).")
            }
            Terminal.printJSON(entry.alert.json)
        }
    }

    /// Puts them into the queue again.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts dead letters at the end of the queue again.",
            discussion: """
                What could not be read is read once more, by the settings as they are now; if that \
                fails again, it stays, and the exit status is 1.

                Example: argus-glue dead retry 17 18

                \(SettingsHelp.spool)
                """)

        @OptionGroup var choice: Choice
        @OptionGroup var options: GlueOptions

        func run() async throws {
            let settings = try options.settings(needsServer: false)
            let spool = try options.spool()
            let count = try spool.retry(deadLetters: choice.sequences)
            let (read, refusals) = try spool.reread(choice.sequences, settings)
            print("\(count + read) put into the queue again")
            guard !refusals.isEmpty else { return }
            let reasons = refusals.map(\.inOneLine).joined(separator: "\n")
            Terminal.end(1, "\(refusals.count) could not be read again:\n\(reasons)")
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
    func spool() throws -> Spool {
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

extension UnreadableMessage {
    /// The original, with U+FFFD for what is no UTF-8.
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The message as one JSON object: `sequence`, `source`, `accepted`, `reason`, `content_type`,
    /// `message`.
    fileprivate var json: JSONValue {
        [
            "sequence": sequence.map { .integer($0) } ?? .null,
            "source": source.map { .string($0.description) } ?? .null,
            "accepted": accepted.map { .string($0.text()) } ?? .null,
            "reason": .string(reason), "content_type": .string(form), "message": .string(text),
        ]
    }
}
