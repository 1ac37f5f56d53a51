import ArgumentParser
import ArgusGlue
import ArgusVocabulary
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension DeadCommand {
    /// Corrects a dead letter, and puts it into the queue again.
    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Opens a dead letter in an editor, and puts it into the queue once it is right.",
            discussion: """
                An alert is edited as JSON, as a line of the pipe format; what could not be read as it \
                came, and is read again by the settings as they are now. It is checked whole; while \
                anything is wrong with it, the dead letter stays as it was. The editor is $VISUAL, \
                else $EDITOR, else vi.

                Example: argus-glue dead edit 17, or with a program: argus-glue dead show 17 | \
                sed s/hgih/high/ | argus-glue dead edit 17 --file -

                \(SettingsHelp.spool)
                """)

        @Argument(help: "The number that `dead list` shows.")
        var number: Int64

        @Option(
            help: "A file with the corrected text, in place of an editor; - for standard input.")
        var file: String?

        @OptionGroup var options: GlueOptions

        func run() async throws {
            let settings = try options.settings(needsServer: false)
            let spool = try options.spool()
            let letter = try DeadLetter(number, in: spool)
            guard let letter else { Terminal.end(1, "There is no dead letter \(number).") }
            if let file {
                guard let bytes = Self.content(of: file) else {
                    Terminal.end(1, "The file \(file.inOneLine) cannot be read.")
                }
                return try put(bytes, in: letter, spool, settings)
            }
            let draft = try EditedFile(letter.text)
            let bytes = draft.edited()
            if bytes == letter.text { Terminal.end(1, "Nothing was changed; it stays as it was.") }
            do {
                try put(bytes, in: letter, spool, settings)
                draft.remove()
            } catch {
                Terminal.end(
                    1,
                    "\(error)\nWhat was written is in \(draft.path): argus-glue dead edit \(number) "
                        + "--file \(draft.path)")
            }
        }

        private func put(
            _ bytes: [UInt8], in letter: DeadLetter, _ spool: Spool, _ settings: GlueSettings
        ) throws {
            switch letter {
            case .alert(let entry):
                let alert = try entry.corrected(bytes, settings)
                guard try spool.replace(deadLetter: entry, by: alert) else {
                    Terminal.end(1, "The dead letter \(number) is there no more.")
                }
            case .unreadable(let message): try spool.correct(message, as: bytes, settings)
            }
            print("1 put into the queue again")
        }

        private static func content(of file: String) -> [UInt8]? {
            if file == "-" { return Terminal.input(upTo: 64 << 20) }
            return FileManager.default.contents(atPath: file).map { [UInt8]($0) }
        }
    }
}

/// One of the two kinds of dead letters.
private enum DeadLetter {
    case alert(SpoolEntry)
    case unreadable(UnreadableMessage)

    /// Finds the dead letter of a number; nil if there is none.
    init?(_ number: Int64, in spool: Spool) throws {
        if let entry = try spool.deadLetter(number) {
            self = .alert(entry)
        } else if let message = try spool.unreadableMessages(number).first {
            self = .unreadable(message)
        } else {
            return nil
        }
    }

    /// What is edited.
    var text: [UInt8] {
        switch self {
        case .alert(let entry): Array((entry.alert.json.withAMemberALine + "\n").utf8)
        case .unreadable(let message): message.bytes
        }
    }
}

extension JSONValue {
    /// An object with each of its members on a line of its own.
    fileprivate var withAMemberALine: String {
        guard let object else { return text.printableJSON }
        let lines = object.members.map { member in
            "  \(JSONValue.string(member.name).text): \(member.value.text)".printableJSON
        }
        return "{\n\(lines.joined(separator: ",\n"))\n}"
    }
}

/// A file of this user alone, in which a text is edited.
private struct EditedFile {
    let path: String

    init(_ text: [UInt8]) throws {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        path = "\(folder)/argus-glue-\(UUID().uuidString).json"
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(text), attributes: [.posixPermissions: 0o600])
        if !isMade { Terminal.end(1, "The file \(path) cannot be made.") }
    }

    /// What a person makes of it; ends the program if the editor fails.
    func edited() -> [UInt8] {
        let environment = ProcessInfo.processInfo.environment
        let editor = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty }
        setenv("ARGUS_GLUE_DRAFT", path, 1)
        guard system("\(editor ?? "vi") \"$ARGUS_GLUE_DRAFT\"") == 0 else {
            remove()
            Terminal.end(1, "The editor has failed; the dead letter stays as it was.")
        }
        return FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
