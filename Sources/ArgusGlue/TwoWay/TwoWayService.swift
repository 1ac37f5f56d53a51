import ArgusClient
import Logging
import ServiceLifecycle

/// Follows the server's changes, and does in a source's monitoring system what people do in Argus
/// about its problems.
///
/// What the source's own account did is left out: that came from the monitoring system. How far it
/// got is in the spool, so that after a restart nothing is lost, and what may have been done is looked
/// up before it is done again.
package struct TwoWayService: Service {
    private let source: SourceName
    private let system: any TwoWaySystem
    private let api: SourceAPI
    private let client: ArgusClient
    private let spool: Spool
    private let acceptor: Acceptor
    private let isWrittenThrough: Bool
    private let logger: Logger
    /// The first delay after a failure, and the longest: each is twice the one before.
    private let delays: (first: Duration, longest: Duration)

    /// Prepares to carry over what is done in Argus; where `isWrittenThrough`, an acknowledgement stands
    /// only if the monitoring system confirms it.
    init(
        _ source: SourceName, _ system: any TwoWaySystem, api: SourceAPI, client: ArgusClient,
        spool: Spool, acceptor: Acceptor, isWrittenThrough: Bool = false, logger: Logger,
        delays: (first: Duration, longest: Duration) = (.seconds(5), .seconds(300))
    ) {
        (self.source, self.system, self.api, self.client) = (source, system, api, client)
        (self.spool, self.acceptor, self.logger, self.delays) = (spool, acceptor, logger, delays)
        self.isWrittenThrough = isWrittenThrough
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            var delay = delays.first
            while !Task.isCancelled {
                do {
                    try await follow()
                    return
                } catch let error as ArgusError where error.kind == .gone {
                    logger.warning("What was done in Argus long ago is not carried over. \(error)")
                    try? spool.follow(source, to: error.lastChange?.rawValue ?? 0)
                } catch let error as ArgusError where error.kind == .notFound {
                    logger.error("The server tells no changes, so none are carried over. \(error)")
                    return
                } catch {
                    if Task.isCancelled { return }
                    logger.error("What is done in Argus is not carried over for now. \(error)")
                }
                do { try await Task.sleep(for: delay) } catch { return }
                delay = min(delay * 2, delays.longest)
            }
        }
    }

    /// Carries over one change after the other, until something fails.
    private func follow() async throws {
        var place = try spool.followingPlace(of: source)
        var passedOver = 0
        for try await change in client.changes(since: Change.ID(place.position)) {
            let mayBeDone = place.underWay == change.id.rawValue
            if let deed = try await deed(in: change, since: place.began) {
                try spool.follow(source, to: place.position, underWay: change.id.rawValue)
                try await carry(deed, mayBeDone: mayBeDone)
                passedOver = 200
            }
            (place.position, place.underWay) = (change.id.rawValue, nil)
            passedOver += 1
            // What is passed over again after a restart costs next to nothing.
            if passedOver >= 200 {
                try spool.follow(source, to: place.position)
                passedOver = 0
            }
        }
    }

    /// What a change says was done about a problem of this source, by somebody else than the source.
    private func deed(in change: Change, since began: Timestamp) async throws -> Deed? {
        guard let incident = change.incident, change.timestamp >= began,
            change.event?.actor.id != incident.source.userID,
            let key = try spool.key(of: incident.id, in: source), !QueueAlarm.isOne(key)
        else { return nil }
        if change.type == .expiration, !incident.isAcked {
            return Deed(endingAcknowledgementOf: key)
        }
        guard let event = change.event else { return nil }
        var expiration: Timestamp?
        if event.type == .acknowledge {
            let all = try await client.acknowledgements(of: incident.id)
            expiration = all.first { $0.event.id == event.id }?.expiration
        }
        return Deed(event, of: incident, key: key, until: expiration)
    }

    /// Tries until it is done, or refused for good, which is said in the incident's log.
    private func carry(_ deed: Deed, mayBeDone: Bool) async throws {
        var delay = delays.first
        var (mayBeDone, trouble) = (mayBeDone, "")
        while true {
            do {
                let isDone = try await system.carry(deed, to: api, mayBeDone: mayBeDone)
                return try await confirm(deed, isDone: isDone)
            } catch let error as APIProblem {
                if error.isRefusal {
                    logger.error("It cannot be carried over: \(error)")
                    try await takeBack(deed)
                    return try await say("Not carried over: \(error)", of: deed)
                }
                if trouble != error.description { logger.error("\(error)") }
                (trouble, mayBeDone) = (error.description, true)
                try await Task.sleep(for: delay)
                delay = min(delay * 2, delays.longest)
            }
        }
    }

    /// Says in the incident's log that an acknowledgement came to nothing, and takes it back where it is
    /// written through, where it is also said that one was confirmed.
    private func confirm(_ deed: Deed, isDone: Bool) async throws {
        guard deed.isAcknowledgement else { return }
        let system = type(of: system).name
        if isDone {
            guard isWrittenThrough else { return }
            return try await say("Confirmed by \(system): \(deed.words)", of: deed)
        }
        try await takeBack(deed)
        try await say("Not confirmed: \(system) has no such problem any more.", of: deed)
    }

    /// Lets an acknowledgement that the monitoring system has not confirmed end, where it is written
    /// through; one that has ended meanwhile is left.
    private func takeBack(_ deed: Deed) async throws {
        guard isWrittenThrough, deed.isAcknowledgement, let incident = deed.incident,
            let event = deed.event
        else { return }
        do {
            try await client.changeAcknowledgement(
                event, of: incident, expiration: .now().advanced(by: Self.untilTakenBack))
        } catch {
            switch error.kind {
            case .refused, .notFound, .forbidden:
                logger.error("The acknowledgement cannot be taken back. \(error)")
            default: throw error
            }
        }
    }

    /// The end of an acknowledgement must lie ahead, also by a clock that is a little fast.
    private static let untilTakenBack = Duration.seconds(10)

    private func say(_ text: String, of deed: Deed) async throws {
        let alert = Alert.event(
            deed.key, description: "\(text) \(Deed.mark)", at: spool.clock())
        _ = try await acceptor.accept(Arrival([alert], of: source, whenFull: .wait))
    }
}
