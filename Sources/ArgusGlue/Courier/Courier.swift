import Logging
import ServiceLifecycle

/// Delivers what is in a spool, for as long as it runs.
///
/// Each source has a courier of its own, so that none waits for another's server, token or alerts.
/// On a graceful shutdown it finishes what is under way; the rest stays in the spool.
package final class Courier: Service {
    private let spool: Spool
    private let couriers: [SourceName: SourceCourier]

    /// Prepares to deliver the alerts of these sources.
    package init(spool: Spool, accounts: [SourceAccount], logger: Logger) {
        self.spool = spool
        let settler = Settler(spool: spool)
        let pairs = accounts.map {
            ($0.name, SourceCourier($0, spool: spool, settler: settler, logger: logger))
        }
        couriers = Dictionary(pairs) { first, _ in first }
    }

    /// Says that this process has put something of a source into the spool.
    package func ring(_ source: SourceName) { couriers[source]?.ring() }

    /// Says that this process will put nothing more into the spool.
    ///
    /// Then ``run()`` ends when it is empty; alerts of a source that another process delivers are
    /// left to that.
    package func finishWhenEmpty() {
        for courier in couriers.values { courier.finishWhenEmpty() }
    }

    /// Delivers until it is told to end.
    package func run() async throws {
        let watch = SpoolWatch(spool) { [couriers] in
            for courier in couriers.values { courier.look() }
        }
        defer { withExtendedLifetime(watch) {} }
        try await withThrowingTaskGroup { group in
            for courier in couriers.values { group.addTask { try await courier.run() } }
            try await group.waitForAll()
        }
    }
}
