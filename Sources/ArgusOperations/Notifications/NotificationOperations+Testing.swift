import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension NotificationOperations {
    /// An account sends no more test messages than this in five minutes.
    package static let mostTests = 10
    /// What has not ended by then is not waited for; channels take half a minute at most.
    private static let testPatience = Duration.seconds(35)

    /// Sends a message that says it is a test to a destination at once, as others are sent, and tells what
    /// became of it; refuses a destination of somebody else's to all but those who administer accounts.
    ///
    /// It belongs to no incident and is not kept: whoever asks is told.
    package func sendTest(
        to id: Destination.ID, by requester: Requester
    ) async throws -> TestMessage {
        let place = sha256(Array("test message \(requester.account?.id ?? 0)".utf8))
        let (destination, now) = try await database.write(.act, by: requester) { transaction in
            let (stores, now) = (transaction.stores, transaction.now)
            guard let destination = try stores.destinations.find(id),
                destination.user == requester.account?.id || requester.may(.administerAccounts)
            else { throw Refusal.noSuch(.destination) }
            if requester.account != nil {
                try stores.failedAttempts.find([place])[place]?.check(
                    limit: Self.mostTests, now: now, "There were too many test messages")
                try stores.failedAttempts.count(
                    place, now: now, until: now.advanced(by: FailureLimits.window))
            }
            return (destination, now)
        }
        let notice = Notice.test(
            of: destination, by: requester.account?.username ?? "argus", at: now, policy)
        return TestMessage(
            destination: destination,
            outcome: await outcome(of: notice, to: destination).shown(of: destination))
    }

    private func outcome(of notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        guard let channel = channels.first(where: { $0.medium == destination.medium }) else {
            return .failed(.notConfigured, "")
        }
        let (outcomes, continuation) = AsyncStream.makeStream(of: DeliveryOutcome.self)
        let tasks = [
            Task { _ = continuation.yield(await channel.send(notice, to: destination)) },
            Task {
                try? await database.pause(Self.testPatience)
                _ = continuation.yield(.retry(.timeout, ""))
            },
        ]
        defer { for task in tasks { task.cancel() } }
        for await outcome in outcomes { return outcome }
        return .retry(.timeout, "")
    }
}
