import Logging
import ServiceLifecycle

extension GlueSettings {
    /// What asks the sources' monitoring systems themselves.
    package func pollers(
        _ parts: GlueParts, _ logger: Logger
    ) throws(APIProblem) -> [any Service] {
        var pollers: [any Service] = []
        for (source, account) in zip(sources, parts.accounts) {
            let comparison = try comparison(of: source, account, parts.spool)
            guard let comparison else { continue }
            let services = services(
                of: source, comparison, account, parts, logger.of(source.name))
            pollers.append(
                SourcePollers(
                    source: source.name, spoolPath: parts.spool.path, services: services,
                    logger: logger.of(source.name)))
        }
        return pollers
    }

    private func services(
        of source: SourceSettings, _ comparison: Comparison, _ account: SourceAccount,
        _ parts: GlueParts, _ logger: Logger
    ) -> [any Service] {
        var services: [any Service] = []
        let bell = ComparisonBell()
        if source.system is Icinga2System {
            services.append(
                Icinga2Stream(
                    api: comparison.api, source: source.name, version: server.version,
                    conventions: source.conventions,
                    acceptor: parts.acceptor, bell: bell, logger: logger))
        }
        if source.api?.isTwoWay == true, let system = source.system as? any TwoWaySystem {
            services.append(
                TwoWayService(
                    source.name, system, api: comparison.api, client: account.client,
                    spool: parts.spool, acceptor: parts.acceptor,
                    isWrittenThrough: source.api?.isWrittenThrough == true, logger: logger))
        }
        if let interval = source.api?.interval {
            services.append(
                ComparisonService(comparison, every: interval, bell: bell, logger: logger) {
                    parts.courier.ring(source.name)
                })
        }
        return services
    }

    /// How many problems are open in the monitoring system of a source, as it says itself.
    package func openProblems(
        of source: SourceSettings, _ account: SourceAccount
    ) async -> Result<Int, any Error> {
        do {
            let spool = try Spool(path: spool, limits: limits)
            guard let comparison = try comparison(of: source, account, spool) else {
                return .success(0)
            }
            return .success(try await comparison.snapshot(at: .now()).alerts.count)
        } catch {
            return .failure(error)
        }
    }

    /// What compares a source; nil if its system is not asked.
    package func comparison(
        of source: SourceSettings, _ account: SourceAccount, _ spool: Spool
    ) throws(APIProblem) -> Comparison? {
        let shared = sources.filter { $0.token != nil && $0.token == source.token }.count > 1
        return try Comparison(source, client: account.client, spool: spool, isShared: shared)
    }
}
