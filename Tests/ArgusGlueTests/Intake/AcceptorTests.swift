import ArgusClient
import ArgusTesting
import GRDB
import Logging
import Synchronization
import Testing

@testable import ArgusGlue

@Suite struct `An acceptor` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func spool(_ limits: SpoolLimits = SpoolLimits()) throws -> Spool {
        try Spool(
            path: folder.file("spool.db"), limits: limits, busyTimeout: .milliseconds(10),
            clock: { moment(0) })
    }

    private func acceptor(_ spool: Spool, _ log: RecordingLog = RecordingLog()) -> Acceptor {
        Acceptor(
            spool: spool, courier: Courier(spool: spool, accounts: [], logger: .silent),
            logger: log.logger)
    }

    private func arrival(
        _ keys: String..., whenFull: Arrival.WhenFull = .refuse
    ) -> Arrival {
        Arrival(keys.map { .sample($0) }, of: .default, whenFull: whenFull)
    }

    @Test func `confirms what is on disk`() async throws {
        let spool = try spool()
        let acceptance = try await acceptor(spool).accept(arrival("1", "2"))

        #expect(acceptance == Acceptance(accepted: 2))
        #expect(try spool.depth() == 2)
    }

    @Test func `writes what came in while nothing could be written in one transaction`()
        async throws
    {
        let (spool, log, commits) = (try spool(), RecordingLog(), Commits())
        let acceptor = acceptor(spool, log)
        spool.queue.add(transactionObserver: commits, extent: .databaseLifetime)
        let lock = try LockedSpool(spool.path)
        let (confirmed, confirm) = AsyncStream.makeStream(of: Int.self)
        for number in 0..<30 {
            acceptor.accept(arrival("\(number)")) { _ in confirm.yield(number) }
        }
        _ = await log.heard.first { $0.contains("is locked") }
        try lock.unlock()
        var order: [Int] = []
        for await number in confirmed.prefix(30) { order.append(number) }

        // The first to see whether the trouble is over, then all the others.
        #expect(order == Array(0..<30) && commits.count == 2)
        #expect(log.lines(.error).count == 1)
    }

    @Test func `refuses what does not fit, and takes what is before it`() async throws {
        let spool = try spool(SpoolLimits(bytes: 400))
        let keys = (0..<9).map { Alert.sample("\($0)") }
        let acceptance = try await acceptor(spool).accept(
            Arrival(keys, of: .default, whenFull: .refuse))

        #expect(acceptance.accepted == (try spool.depth()) && acceptance.accepted < 9)
        #expect(acceptance.refusal?.kind == .full)
    }

    @Test func `waits for room where a source can wait, and holds up no other`() async throws {
        let spool = try spool(SpoolLimits(bytes: 400))
        let (acceptor, other) = (acceptor(spool), SourceName("other") ?? .default)
        let alerts = (0..<5).map { Alert.sample("\($0)") }
        async let waiting = acceptor.accept(Arrival(alerts, of: .default, whenFull: .wait))
        while try spool.depth() == 0 { await Task.yield() }
        let taken = try await acceptor.accept(
            Arrival([.sample("1")], of: other, whenFull: .refuse))
        try await spool.queue.write { try $0.execute(sql: "DELETE FROM entry") }
        let all = try await waiting

        #expect(taken.accepted == 1)
        #expect(all == Acceptance(accepted: 5))
    }

    @Test func `takes nothing for a task that is cancelled while it waits`() async throws {
        let spool = try spool(SpoolLimits(bytes: 10))
        let acceptor = acceptor(spool)
        let task = Task { [arrival = arrival("1", whenFull: .wait)] in
            try await acceptor.accept(arrival)
        }
        task.cancel()

        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try spool.depth() == 0)
    }
}

/// Counts what is committed.
private final class Commits: TransactionObserver, Sendable {
    private let state = Atomic(0)

    var count: Int { state.load(ordering: .relaxed) }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { state.add(1, ordering: .relaxed) }
    func databaseDidRollback(_ db: Database) {}
}
