import ArgusSettings
import FoundationEssentials

extension GlueService {
    /// Runs a service as a whole program, and ends the process: with 0 when it was told to end or its
    /// source has ended and all is delivered, else with 1 and the reason.
    ///
    /// Settings come from the environment, and from the file that the argument `--config` names.
    public static func main(_ source: some ConfirmedSource) async -> Never {
        await main(.default, []) { _ in source }
    }

    /// Runs a service as a whole program, whose source has a name and settings of its own.
    ///
    /// A setting `path` is `ARGUS_SERVICE_PATH` in the environment, and `path` below `service` in the
    /// file; like all others it is checked before anything starts. The source is asked for when the
    /// settings are right, and can read them by what it is given.
    public static func main<Source: ConfirmedSource>(
        _ name: String, settings: [any AnySetting] = [],
        source: @Sendable (SourceContext) async throws -> Source
    ) async -> Never {
        guard let name = SourceName(name) else {
            Process.end(1, "The name of a source must be \(SourceName.expected).")
        }
        await main(name, settings, source)
    }

    private static func main<Source: ConfirmedSource>(
        _ name: SourceName, _ settings: [any AnySetting],
        _ source: @Sendable (SourceContext) async throws -> Source
    ) async -> Never {
        do {
            switch try ServiceArguments(Array(CommandLine.arguments.dropFirst())) {
            case .help:
                let program = CommandLine.arguments.first?.split(separator: "/").last ?? "glue"
                Process.say(ServiceArguments.helpText(of: String(program), own: settings))
            case .run(let file):
                let service = try ServiceSettings(
                    name, own: settings, environment: ProcessInfo.processInfo.environment,
                    file: file)
                try await run(service, source)
            }
            Process.end(0)
        } catch let error as ServiceArguments.WrongUse {
            Process.end(2, "\(error)")
        } catch {
            Process.end(1, "\(error)")
        }
    }

    /// Asks for a source and runs it.
    static func run<Source: ConfirmedSource>(
        _ service: ServiceSettings, _ source: @Sendable (SourceContext) async throws -> Source
    ) async throws {
        let context = SourceContext(of: service)
        try await run(
            try await source(context), named: context.name, context.settings, context.report,
            context.logger)
    }
}
