import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWorkers
import Logging
import Testing

@Suite struct `The server's housekeeping` {
    @Test func `looks after sources by itself`() async throws {
        try await TestDatabase.with { database in
            let (operations, nav) = (database.operations, database.cast.nav)
            _ = try await operations.sources.change(
                nav.id, SourceSystemChange(heartbeatFrequency: .seconds(60)), by: .console)
            try await operations.sources.heartbeat(by: nav.requester)
            var reader = try await operations.changes.follow(ChangeFilter(), since: nil)
            let housekeeping = Task {
                try await Housekeeping(
                    operations: operations,
                    logger: Logger(label: "test") { _ in
                        SwiftLogNoOpLogHandler()
                    }, interval: .milliseconds(1)
                ).run()
            }
            var told: [ToldChange] = []
            // What was silent before it began to listen does not count.
            while told.isEmpty {
                database.clock.advance(by: .seconds(71))
                told = try await reader.next(patience: 1) ?? []
            }
            housekeeping.cancel()
            try await housekeeping.value

            #expect(
                told.first?.incident?.incident.details.description
                    == "Missing heartbeat from source nav (nav), dead?")
        }
    }
}
