import ArgumentParser
import ArgusGlue

/// Stops the delivery for a while.
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stops the delivery, of one source or of all, until it is resumed.",
        discussion: """
            What is under way is finished; alerts are taken as ever, and wait. A restart makes no \
            difference. status, /status, /metrics and /health tell of it.

            Example: argus-glue pause --source nav

            \(SettingsHelp.spool)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() async throws {
        let (spool, name) = try options.place(of: source)
        try spool.pause(name)
        print("The delivery of \(name?.description ?? "all sources") is paused")
    }
}

/// Goes on with the delivery.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with the delivery that was paused, of one source or of all.",
        discussion: """
            Without --source all is resumed, also what was paused by itself.

            Example: argus-glue resume

            \(SettingsHelp.spool)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() async throws {
        let (spool, name) = try options.place(of: source)
        try spool.resume(name)
        if let name, try spool.isPaused(name) {
            Terminal.end(
                1, "All sources are paused, so \(name) is, too: use argus-glue resume alone.")
        }
        print("The delivery of \(name?.description ?? "all sources") is resumed")
    }
}

extension GlueOptions {
    /// The spool, and which source of it is meant; nil for all.
    fileprivate func place(of option: SourceOption) throws -> (Spool, SourceName?) {
        let settings = try settings(needsServer: false)
        let name = try option.source.map { try settings.source(named: $0).name }
        return (try Spool(path: settings.spool, limits: settings.limits), name)
    }
}
