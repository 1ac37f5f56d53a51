import ArgusClient
import ArgusSettings
import Logging
import ServiceLifecycle
import UnixSignals

/// A glue service: takes alerts, keeps them in a spool, delivers them.
///
/// For a service of one's own, write an ``AlertSource`` or a ``ConfirmedSource`` and call ``main(_:)``
/// or ``main(_:settings:source:)``: settings, spool, delivery, heartbeat and signals are seen to.
public enum GlueService {
    /// The version of this library and of `argus-glue`.
    public static let version = "0.1.0"

    /// Runs a service until it is told to end, or its source has ended and all is delivered.
    public static func run(_ source: some ConfirmedSource, _ settings: GlueSettings) async throws {
        let name = try settings.source(named: nil).name
        let logger = settings.logger("glue").of(name)
        try await run(source, named: name, settings, IntakeReport(logger), logger)
    }

    /// Runs a source that tells of what it cannot read in a report of its own.
    static func run(
        _ source: some ConfirmedSource, named name: SourceName, _ settings: GlueSettings,
        _ report: IntakeReport, _ logger: Logger
    ) async throws {
        try await run(settings, logger) { parts in
            [
                SourceIntake(
                    source: source,
                    intake: AlertIntake(
                        name, for: settings.server.version,
                        by: settings.sources.first { $0.name == name }?.conventions ?? .none,
                        into: parts.acceptor, report: report, logger: logger))
            ]
        }
    }

    /// Delivers what is in the spool, and takes what comes in by the sources' named pipes, until it is
    /// told to end.
    ///
    /// `more` are intakes besides, such as the port for what is posted.
    package static func serve(
        _ settings: GlueSettings, _ logger: Logger, adding more: (Acceptor) throws -> [any Service]
    ) async throws {
        try await run(settings, logger) { parts in
            let pipes: [any Service] = try settings.sources.compactMap { source in
                guard let input = source.input else { return nil }
                return StreamIntake(
                    try NamedPipe.open(input), source.system.format, of: source.name,
                    whenFull: type(of: source.system).canWait ? .wait : .drop,
                    for: settings.server.version, by: source.conventions, into: parts.acceptor,
                    logger: logger.of(source.name))
            }
            let pollers = try settings.pollers(parts, logger)
            return try pipes + pollers + more(parts.acceptor)
        }
    }

    /// Delivers what is in the spool, and what a source's program writes on standard input, until that
    /// has ended and all is delivered; the answer is how reading went.
    package static func read(
        _ source: SourceSettings, _ settings: GlueSettings, _ logger: Logger
    ) async throws -> StreamIntake.Outcome {
        var stream: StreamIntake?
        try await run(settings, logger) { parts in
            let intake = StreamIntake(
                0, source.system.format, of: source.name,
                whenFull: type(of: source.system).canWait ? .refuse : .drop,
                for: settings.server.version, by: source.conventions, into: parts.acceptor,
                logger: logger.of(source.name))
            stream = intake
            return [intake]
        }
        return stream?.outcome ?? StreamIntake.Outcome()
    }

    /// Tells a source's history, and delivers until all of it is.
    package static func backfill(
        _ source: SourceSettings, from origin: Backfill.Origin, since: Timestamp, until: Timestamp,
        _ settings: GlueSettings, _ logger: Logger,
        onProgress: @escaping @Sendable (Backfill.Progress) -> Void
    ) async throws {
        try await run(settings, logger) { parts in
            guard let account = parts.accounts.first(where: { $0.name == source.name }) else {
                return []
            }
            let backfill = Backfill(
                source, from: origin, since: since, until: until, client: account.client,
                spool: parts.spool, onProgress: onProgress)
            let intake = AlertIntake(
                source.name, for: settings.server.version, by: source.conventions,
                into: parts.acceptor, report: IntakeReport(logger), logger: logger)
            return [SourceIntake(source: backfill, intake: intake)]
        }
    }

    /// Runs what puts alerts into the spool together with the courier; without any, the courier runs
    /// until it is told to end.
    static func run(
        _ settings: GlueSettings, _ logger: Logger,
        _ intakes: (GlueParts) throws -> [any Service]
    ) async throws {
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        for sentence in spool.tightened { logger.notice("\(sentence)") }
        try warnOfUnknownSources(in: spool, settings, logger)
        let accounts = try settings.accounts()
        let courier = Courier(spool: spool, accounts: accounts, logger: logger)
        do {
            let acceptor = Acceptor(spool: spool, courier: courier, logger: logger)
            let intakes = try intakes(
                GlueParts(spool: spool, accounts: accounts, courier: courier, acceptor: acceptor))
            try await group(courier, intakes, logger).run()
        } catch {
            for account in accounts { try? await account.client.shutdown() }
            throw error
        }
        for account in accounts { try await account.client.shutdown() }
    }

    private static func group(
        _ courier: Courier, _ intakes: [any Service], _ logger: Logger
    ) -> ServiceGroup {
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: courier, successTerminationBehavior: .gracefullyShutdownGroup)
        ]
        if !intakes.isEmpty {
            services.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: Intakes(intakes: intakes, courier: courier),
                    successTerminationBehavior: .ignore,
                    failureTerminationBehavior: .gracefullyShutdownGroup))
        }
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    /// Warns of alerts that wait and that nobody delivers by these settings.
    private static func warnOfUnknownSources(
        in spool: Spool, _ settings: GlueSettings, _ logger: Logger
    ) throws {
        let known = Set(settings.sources.map(\.name))
        for source in try spool.status().sources where source.depth > 0 {
            guard !known.contains(source.name) else { continue }
            logger.warning(
                "\(source.depth) alerts of the source \(source.name) wait until it is in the settings."
            )
        }
    }
}

extension Logger {
    /// The logger for what is about a source: its lines name it, unless there is but one.
    package func of(_ source: SourceName) -> Logger {
        var logger = self
        if source != .default { logger[metadataKey: "source"] = "\(source)" }
        return logger
    }
}

extension GlueSettings {
    /// As whom the alerts of each source are delivered.
    fileprivate func accounts() throws(SettingsProblem) -> [SourceAccount] {
        try sources.map { source throws(SettingsProblem) in
            SourceAccount(
                name: source.name, client: try server.client(source.token), server: server.url,
                policy: source.policy, heartbeat: source.heartbeat, queueAlarm: source.queueAlarm)
        }
    }
}
