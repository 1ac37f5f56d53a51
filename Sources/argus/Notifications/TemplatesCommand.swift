import ArgumentParser
import ArgusIntegrations

/// The commands `argus templates …`.
struct TemplatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates", abstract: "Helps with templates of messages.",
        subcommands: [Show.self, Check.self])

    /// `argus templates show FOLDER`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Writes the built-in templates into a folder.",
            discussion: HelpText.with(
                "Files that are there already stay as they are. Keep those that you change, and "
                    + "set ARGUS_TEMPLATES to the folder.",
                examples: "argus templates show /etc/argus/templates", reading: []))

        @Argument(help: "The folder, which is made if there is none.") var folder: String

        func run() throws {
            let written = try MessageTemplates.write(to: folder)
            for file in written { print("\(folder)/\(file)") }
            if written.isEmpty { warn("All of them are there already.") }
        }
    }

    /// `argus templates check FOLDER`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Checks the templates in a folder.",
            discussion: HelpText.with(
                "As serving does at its start: each mistake with its file and line.",
                examples: "argus templates check /etc/argus/templates", reading: []))

        @Argument(help: "The folder.") var folder: String

        func run() throws {
            do throws(TemplateMistakes) {
                let count = try MessageTemplates(folder: folder).siteCount
                print("\(count) template\(count == 1 ? "" : "s"): right.")
            } catch {
                for mistake in error.all.dropLast() { warn("Error: \(mistake)") }
                throw CommandError(error.all.last?.description ?? "")
            }
        }
    }
}
