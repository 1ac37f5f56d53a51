import ArgusClient
import ArgusGlue
import ArgusTesting
import Logging
import Testing

@Suite struct `An intake of what is posted` {
    private let folder: TemporaryFolder
    private let log = RecordingLog()
    private let body = WebhookMessage(Array(#"[{"labels": {"alertname": "Down"}}]"#.utf8))

    init() throws { folder = try TemporaryFolder() }

    private func spool() throws -> Spool {
        try Spool(path: folder.file("spool.db"), busyTimeout: .milliseconds(10))
    }

    private func intake(_ spool: Spool, patience: Duration = .seconds(120)) -> WebhookIntake {
        let courier = Courier(spool: spool, accounts: [], logger: .silent)
        return WebhookIntake(
            .default, AlertmanagerDecoder(zone: .utc), for: .v2,
            into: Acceptor(spool: spool, courier: courier, logger: log.logger),
            clock: { moment(0) }, patience: patience, logger: log.logger)
    }

    @Test func `answers when it is on disk`() async throws {
        let spool = try spool()
        let outcome = await intake(spool).accept(body)

        #expect(try outcome == .kept(alerts: 1, refused: []) && spool.waiting().count == 1)
    }

    @Test func `lets it be sent again when the disk is not to be had, and takes nothing`()
        async throws
    {
        let spool = try spool()
        let lock = try LockedSpool(spool.path)
        let outcome = await intake(spool, patience: .milliseconds(1)).accept(body)
        try lock.unlock()

        #expect(outcome == .notNow("the spool could not be written to in time"))
        #expect(try spool.depth() == 0)
    }

    @Test func `waits for the disk for a while`() async throws {
        let spool = try spool()
        let lock = try LockedSpool(spool.path)
        let intake = intake(spool)
        let (body, heard) = (body, log.heard)
        async let outcome = intake.accept(body)
        _ = await heard.first { $0.contains("is locked") }
        try lock.unlock()

        #expect(await outcome == .kept(alerts: 1, refused: []))
        #expect(try spool.depth() == 1)
    }

    @Test func `says what it left out, mended and could not read`() async throws {
        let bytes = Array(
            "{\"alerts\": [{\"labels\": {\"a\": \"x\ny\"}}], \"truncatedAlerts\": 2}".utf8)
        let outcome = await intake(try spool()).accept(WebhookMessage(bytes))

        #expect(
            outcome
                == .kept(
                    alerts: 1,
                    refused: ["2 alerts were left out of it; set `max_alerts: 0` for this receiver"]
                ))
        #expect(log.lines(.warning).count == 1 && log.lines(.error).count == 1)
    }
}
