import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Looks at messages once more before they are sent.
struct Dispatch {
    let transaction: Transaction
    private let taken: [NotificationDelivery]
    let rules: NotificationRules
    private let policy: NotificationPolicy
    private let signer: LinkSigner?
    private let events: [Event.ID: NotifiableEvent]
    private let incidents: [Incident.ID: Incident]
    private let destinations: [Destination.ID: Destination]
    private let inactive: Set<User.ID>
    /// Who may only look, as far as anybody is asked to do something.
    private let viewers: Set<User.ID>
    /// What those tell that are about planned maintenance.
    let maintenance: [MaintenanceNotice.ID: MaintenanceNotice]
    private let threads: [DeliveryStore.Pair: String]

    init(
        _ transaction: Transaction, _ taken: [NotificationDelivery], _ rules: NotificationRules,
        _ policy: NotificationPolicy, _ signer: LinkSigner?
    ) throws {
        (self.transaction, self.taken) = (transaction, taken)
        (self.rules, self.policy, self.signer) = (rules, policy, signer)
        let stores = transaction.stores
        let ids = taken.map(\.event).withoutRepetitions()
        events = Dictionary(
            try stores.outbox.events(ids, withText: rules.readsText).map { ($0.event.id, $0) }
        ) { $1 }
        incidents = Dictionary(
            try stores.incidents.find(Set(taken.map(\.incident))).map { ($0.id, $0) }
        ) { $1 }
        destinations = Dictionary(
            try stores.destinations.find(Set(taken.compactMap(\.destination))).map { ($0.id, $0) }
        ) { $1 }
        inactive = try stores.accounts.inactive()
        let notices = taken.compactMap(\.notice).withoutRepetitions()
        maintenance = notices.isEmpty ? [:] : try stores.maintenanceNotices.find(notices)
        threads = try stores.deliveries.threads(
            of: taken.filter(\.medium.hasThreads), at: destinations)
        viewers = signer == nil ? [] : try stores.accounts.viewers()
    }

    /// Those that are to be sent.
    func claimed(_ lease: String) throws -> [ClaimedDelivery] {
        var gathered: Set<NotificationDelivery.ID> = []
        var claimed: [ClaimedDelivery] = []
        var ahead: [Destination.ID: Int] = [:]
        for delivery in taken where !gathered.contains(delivery.id) {
            guard let destination = delivery.destination.flatMap({ destinations[$0] }),
                let event = events[delivery.event], let current = incidents[delivery.incident]
            else {
                try put(delivery, .failed, .destinationRemoved, lease)
                continue
            }
            let one = Candidate(delivery: delivery, event: event, current: current)
            guard let bundle = try bundle(one, to: destination, lease) else { continue }
            gathered.formUnion(bundle.others)
            let before = ahead[destination.id, default: 0]
            guard try !holdBack(bundle.delivery, to: destination, after: before, lease) else {
                continue
            }
            ahead[destination.id] = before + 1
            claimed.append(
                ClaimedDelivery(
                    notice: Notice(
                        bundle.delivery, event, current: current,
                        detailsURL: DetailsURL(base: event.source.baseURL).resolve(
                            event.incident.detailsURL),
                        url: bundle.notice.map(url(of:)) ?? url(of: current),
                        acknowledgeURL: bundle.notice == nil
                            ? acknowledgeURL(delivery, current) : nil,
                        more: try more(delivery, to: destination),
                        gathered: bundle.notice,
                        thread: bundle.notice != nil
                            ? nil
                            : threads[
                                DeliveryStore.Pair(
                                    incident: delivery.incident, destination: destination.id)],
                        zone: rules.zone(of: delivery.user)),
                    destination: destination, lease: lease))
        }
        return claimed
    }

    /// Where an incident is shown; nil as long as the server does not know how others reach it.
    func url(of incident: Incident) -> String? {
        policy.publicURL.map { "\($0)/incidents/\(incident.id)/" }
    }

    /// Where the maintenance is shown that a message tells of, or the worst of its incidents.
    private func url(of gathered: GatheredNotice) -> String? {
        guard case .maintenance(let notice) = gathered.reason else {
            return gathered.items.first?.url
        }
        return policy.publicURL.map { "\($0)/plannedmaintenance/\(notice.task)/" }
    }

    /// Where the recipient acknowledges; nil if there is nothing to acknowledge any more, or not for the
    /// recipient.
    private func acknowledgeURL(_ delivery: NotificationDelivery, _ current: Incident) -> String? {
        let now = transaction.now
        guard let signer, let root = policy.publicURL, let age = policy.linkAge,
            !current.isAcked(at: now), !current.endTime.isClosed(at: now),
            !viewers.contains(delivery.user)
        else { return nil }
        // A message that is tried again is the same to the letter, unless that took half as long as the
        // link is good.
        let step = age / 2
        let steps = Int64(now.since(delivery.created) / step) + 2
        let link = MessageLink(
            .acknowledge, current.id, as: delivery.user,
            until: delivery.created.advanced(by: step * steps))
        return signer.signed(link).map {
            "\(root)\(NotificationOperations.acknowledgingPath)?key=\($0)"
        }
    }

    /// Puts a message away, and what it carries.
    func put(
        _ delivery: NotificationDelivery, _ state: NotificationDelivery.State,
        _ reason: DeliveryReason, _ lease: String
    ) throws {
        var delivery = delivery
        (delivery.state, delivery.reason, delivery.updated) = (state, reason, transaction.now)
        _ = try transaction.stores.deliveries.settle(delivery, lease: lease)
    }

    /// Why a message is not sent after all; nil if it is.
    func reason(notToSend candidate: Candidate) throws -> DeliveryReason? {
        let (delivery, event, current) = (candidate.delivery, candidate.event, candidate.current)
        let now = transaction.now
        if inactive.contains(delivery.user) { return .accountInactive }
        let isFollower =
            delivery.terms.isFollowUp
            || rules.followers(delivery.profiles).count == delivery.profiles.count
        if delivery.notice != nil { return nil }
        if event.kind.isFollowUp, isFollower, try !isOpeningTold(to: delivery) {
            return .openingNotTold
        }
        if [.closed, .acknowledged].contains(event.kind), try isOpeningOverBefore(delivery) {
            return .openingNotTold
        }
        if case .digest = delivery.terms.gathering {
            if let reason = try reason(notInDigest: candidate) { return reason }
        } else if delivery.terms.wait == nil, delivery.occasion == 0 {
            return nil
        }
        if delivery.profiles.allSatisfy({ rules.active($0, at: now) == nil }) {
            return .profileInactive
        }
        if event.kind == .closed || event.kind == .acknowledged { return nil }
        // What was waited for, or is told again, is looked at as it is now.
        if current.endTime.isClosed(at: now) { return .closed }
        if current.isAcked(at: now) { return .acknowledged }
        if rules.isMaintained(event.facts(of: current), at: now) { return .maintenance }
        return nil
    }

    /// Whether an end or an acknowledgement is no news; nil if it is, or for anything else.
    private func reason(notInDigest candidate: Candidate) throws -> DeliveryReason? {
        let isClosed = candidate.current.endTime.isClosed(at: transaction.now)
        switch candidate.event.kind {
        case .closed where !isClosed: return .reopened
        case .acknowledged where isClosed: return .closed
        case .closed, .acknowledged:
            return try isOpeningTold(to: candidate.delivery) ? nil : .openingNotTold
        default: return nil
        }
    }

    /// Whether the opening that a message follows was waited with by all who tell it, and then needed not
    /// be told, and nothing else was told of the incident.
    private func isOpeningOverBefore(_ delivery: NotificationDelivery) throws -> Bool {
        guard let destination = delivery.destination else { return false }
        let deliveries = transaction.stores.deliveries
        let waited = try deliveries.droppedOpening(of: delivery.incident, to: destination)
        return try Set(delivery.profiles).isSubset(of: waited)
            && !deliveries.hasSent(of: delivery.incident, to: destination)
    }

    private func isOpeningTold(to delivery: NotificationDelivery) throws -> Bool {
        guard let destination = delivery.destination else { return true }
        return try transaction.stores.deliveries.toldOpening(of: delivery.incident, onlySent: true)
            .contains(destination)
    }

    /// Holds a message back if its destination had as many as it gets in an hour: the first of these
    /// waits, and tells how many came after it.
    private func holdBack(
        _ delivery: NotificationDelivery, to destination: Destination, after ahead: Int,
        _ lease: String
    ) throws -> Bool {
        guard let limit = delivery.terms.hourlyLimit else { return false }
        let (deliveries, now) = (transaction.stores.deliveries, transaction.now)
        let sent = try deliveries.sent(to: destination.id, since: now - .seconds(3600))
        guard sent.count + ahead >= limit else { return false }
        // A clock that was put back may have sent the first of them later than now.
        let first = min(sent.first ?? now, now)
        if try deliveries.hasCarrier(destination.id, besides: delivery.id) {
            try put(delivery, .dropped, .limited, lease)
            return true
        }
        var held = delivery
        held.due = first.advanced(by: .seconds(3600))
        if held.reason != .limited { held.updated = now }
        held.reason = .limited
        _ = try deliveries.settle(held, lease: lease)
        return true
    }

    private func more(_ delivery: NotificationDelivery, to destination: Destination) throws
        -> Notice.More?
    {
        guard delivery.reason == .limited else { return nil }
        let limited = try transaction.stores.deliveries.limited(
            to: destination.id, since: delivery.updated)
        return limited.worst.map { Notice.More(count: limited.count, worst: $0) }
    }
}
