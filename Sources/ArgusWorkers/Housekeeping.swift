import ArgusCore
import ArgusOperations
import ArgusVocabulary
import Logging
import ServiceLifecycle

/// Writes down now and then what nobody waits for: who was heard of, which incidents came to their
/// end, what is wrong with Argus and its sources, and which kept answers, sessions and changes are too old.
package struct Housekeeping: Service {
    private let operations: Operations
    private let logger: Logger
    private let interval: Duration

    /// Does it every `interval`.
    package init(operations: Operations, logger: Logger, interval: Duration = .seconds(5)) {
        (self.operations, self.logger, self.interval) = (operations, logger, interval)
    }

    /// Goes on until the server ends, and does it once more then, unless the server could not begin
    /// to serve: then it is cancelled, and there is nothing to write down.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown { try await goOn() }
        if !Task.isCancelled { await settle() }
    }

    private func goOn() async throws {
        var hearing = operations.clock()
        var doubtful: Set<Incident.ID> = []
        while true {
            for _ in 0..<48 {
                for _ in 0..<2 {
                    try await Task.sleep(for: interval)
                    await settle()
                    hearing = await expire(hearing: hearing)
                    await renewStatistics()
                }
                doubtful = await watch(hearing: hearing, doubtful: doubtful)
            }
            await forget()
        }
    }

    private func settle() async {
        do {
            try await operations.incidents.settle(by: .server)
        } catch {
            logger.error("Housekeeping failed and will be tried again: \(error)")
        }
    }

    /// Ends the problems that are told of no more, and says since when this server could be told.
    private func expire(hearing: Timestamp) async -> Timestamp {
        do {
            try await operations.incidents.expire(hearing: hearing, by: .server)
            return hearing
        } catch {
            logger.error("What is told of no more could not be closed, and will be later: \(error)")
            return operations.clock()
        }
    }

    /// Looks after Argus and its sources, and says which incidents it left alone.
    private func watch(
        hearing: Timestamp, doubtful: Set<Incident.ID>
    ) async -> Set<Incident.ID> {
        do {
            let look = try await operations.watch.look(hearing: hearing, by: .server)
            if !look.opened.isEmpty || !look.closed.isEmpty {
                logger.info(
                    "Of Argus and its sources, incidents were opened: \(look.opened); closed: \(look.closed)"
                )
            }
            for incident in look.doubtful.subtracting(doubtful).sorted() {
                logger.warning(
                    "Incident \(incident) tells of several sources without a heartbeat; close it by hand"
                )
            }
            return look.doubtful
        } catch {
            logger.error("Argus could not look after itself, and will later: \(error)")
            return doubtful
        }
    }

    private func renewStatistics() async {
        do {
            try await operations.incidents.renewStatistics(by: .server)
        } catch {
            logger.debug("The database's statistics are as old as they were: \(error)")
        }
    }

    private func forget() async {
        do {
            try await operations.incidents.forgetAnswers(by: .server)
            try await operations.accounts.forgetExpired(by: .server)
            try await operations.notifications.forget(by: .server)
        } catch {
            logger.error("What is over could not be forgotten and will be later: \(error)")
        }
        do {
            try await operations.changes.forget(by: .server)
        } catch {
            logger.error("Old changes could not be forgotten and will be later: \(error)")
        }
    }
}
