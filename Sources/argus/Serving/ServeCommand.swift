import ArgumentParser
import ArgusOperations
import ArgusServer

/// The command `argus serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves until told to stop by SIGTERM or Ctrl-C.",
        discussion: HelpText.with(
            "Makes the database if there is none, and brings its schema up to date.",
            examples: "argus serve", "ARGUS_LISTEN=[::1]:8080 argus serve",
            "argus serve --config /etc/argus.yaml",
            reading: ArgusSetting.all))

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await ArgusServer(options.settings()).run()
    }
}

/// The command `argus check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks the settings and the database.",
        discussion: HelpText.with(
            "Makes no database: one that is not there yet is a mistake.",
            examples: "argus check --config /etc/argus.yaml",
            reading: ArgusSetting.all))

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        try await options.withOperations { operations, settings in
            let sources = try await operations.sources.list().count
            for warning in settings.warnings { warn("Warning: \(warning)") }
            print(
                "Settings: right. Database \(settings.database.located): right, "
                    + "\(sources) source system\(sources == 1 ? "" : "s").")
        }
    }
}

/// The command `argus migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database's schema up to date, as serving does at its start.",
        discussion: HelpText.with(
            "Makes the database if there is none.", examples: "argus migrate"))

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let (operations, migrations) = try await ArgusServer.open(options.settings())
        try operations.close()
        print(
            migrations.isEmpty ? "Nothing to do." : "Done: \(migrations.joined(separator: ", ")).")
    }
}
