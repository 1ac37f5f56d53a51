import ArgusClient
import FoundationEssentials
import Logging
import ServiceLifecycle
import UnixSignals

/// A glue service: takes alerts, keeps them in a spool, delivers them.
///
/// For a service of one's own, write an ``AlertSource`` and call ``main(_:)``: settings, spool,
/// delivery, heartbeat and signals are seen to.
public enum GlueService {
    /// The version of this library and of `argus-glue`.
    public static let version = "0.1.0"

    /// Runs a service with the settings of the environment, and ends the process: with 0 when it
    /// was told to end or its source has ended and all is delivered, else with 1 and the reason.
    public static func main(_ source: some AlertSource) async -> Never {
        let environment = ProcessInfo.processInfo.environment
        do {
            let settings = try GlueSettings(environment: environment) { environment[$0] }
            try await run(source, settings)
            Process.end(0)
        } catch {
            Process.end(1, "\(error)")
        }
    }

    /// Runs a service until it is told to end, or its source has ended and all is delivered.
    public static func run(_ source: some AlertSource, _ settings: GlueSettings) async throws {
        let logger = settings.logger("glue")
        try await run(settings, logger) { spool, courier in
            SourceIntake(source: source, spool: spool, courier: courier, logger: logger)
        }
    }

    /// Runs what puts alerts into the spool together with the courier.
    public static func run(
        _ settings: GlueSettings, _ logger: Logger,
        _ intake: (Spool, Courier) -> (any Service)?
    ) async throws {
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        let client = try settings.client()
        let courier = Courier(
            spool: spool, client: client, server: settings.url, policy: settings.policy,
            heartbeat: settings.heartbeat, logger: logger)
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: courier, successTerminationBehavior: .gracefullyShutdownGroup)
        ]
        if let intake = intake(spool, courier) {
            services.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: intake, successTerminationBehavior: .ignore))
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }
}
