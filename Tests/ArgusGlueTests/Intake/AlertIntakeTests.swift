import ArgusClient
import ArgusTesting
import Logging
import ServiceLifecycle
import Testing

@testable import ArgusGlue

@Suite struct `An intake of alerts` {
    let folder: TemporaryFolder
    let log = RecordingLog()

    init() throws { folder = try TemporaryFolder() }

    private func spool() throws -> Spool {
        try Spool(path: folder.file("spool.db"), busyTimeout: .milliseconds(10))
    }

    private func intake(_ spool: Spool) -> AlertIntake {
        let courier = Courier(spool: spool, accounts: [], logger: .silent)
        return AlertIntake(
            .default, for: .v2,
            into: Acceptor(spool: spool, courier: courier, logger: log.logger),
            clock: { moment(0) },
            report: IntakeReport(log.logger, clock: { moment(0) }, inAMinute: { _ in }),
            logger: log.logger)
    }

    @Test func `returns once its alerts are on disk`() async throws {
        let spool = try spool()

        try await intake(spool).accept([.sample("1"), .sample("2")])

        #expect(try spool.waiting().map(\.key) == ["1", "2"])
    }

    @Test func `leaves out what no server takes, and says so`() async throws {
        let spool = try spool()

        try await intake(spool).accept([.sample("1"), .sample(""), .sample("2")])

        #expect(try spool.waiting().map(\.key) == ["1", "2"])
        #expect(log.lines(.error).count == 1)
    }

    @Test func `takes nothing more when it is cancelled`() async throws {
        let spool = try spool()
        let intake = intake(spool)
        let lock = try LockedSpool(spool.path)
        let task = Task { try await intake.accept([.sample("1")]) }
        _ = await log.heard.first { $0.contains("is locked") }

        task.cancel()

        await #expect(throws: CancellationError.self) { try await task.value }
        try lock.unlock()
        #expect(try spool.depth() == 0)
    }

    @Test func `logs some of many bad lines, and how many there were`() throws {
        let intake = try intake(spool())

        for number in 1...150 { intake.refuse("line \(number): no time") }
        intake.sumUp()

        #expect(log.lines(.error).count == 101)
        #expect(log.lines(.error).first == "Refused: line 1: no time.")
        #expect(log.lines(.error).last == "Refused: 50 more, of which no line was written.")
    }

    @Test func `ends its source when the service is told to end`() async throws {
        let spool = try spool()
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let source = Endless(started: start)
        let group = ServiceGroup(
            services: [SourceIntake(source: source, intake: intake(spool))], logger: .silent)
        let running = Task { try await group.run() }
        _ = await started.first { _ in true }

        await group.triggerGracefulShutdown()
        try await running.value

        #expect(try spool.waiting().map(\.key) == ["1"])
    }
}

/// A source that has one thing to say, and goes on listening.
private struct Endless: ConfirmedSource {
    let started: AsyncStream<Void>.Continuation

    func run(_ intake: AlertIntake) async throws {
        try await intake.accept([.sample("1")])
        started.yield()
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
