import ServiceLifecycle

/// Runs a source, whose alerts go into the spool, until it ends or the service is told to.
struct SourceIntake<Source: ConfirmedSource>: Service {
    let source: Source
    let intake: AlertIntake

    func run() async throws {
        defer { intake.sumUp() }
        do {
            try await cancelWhenGracefulShutdown { try await source.run(intake) }
        } catch is CancellationError where Task.isShuttingDownGracefully {
            return
        }
    }
}
