import ArgusVocabulary

/// What rules would have told of events that are over, which are taken one after the other as they
/// happened.
///
/// Messages wait, are told again and are held back as they are when they are sent, but none fails.
package struct NotificationPreview: Sendable {
    /// A message that would have been sent.
    package struct Message: Sendable {
        package let event: Event
        /// As it was right after the event.
        package let incident: Incident
        package let destination: Destination
        /// When it would have been sent.
        package let moment: Timestamp
        /// 0 for the first message about the event, more for those that repeat it.
        package let occasion: Int
    }

    /// A class, so that many can be kept in order cheaply.
    private final class Waiting: Sendable {
        let event: NotifiableEvent
        let planned: PlannedDelivery
        let due: Timestamp
        let occasion: Int
        /// Whether it waits to be sent as the first after too many.
        let isHeldBack: Bool

        init(
            _ planned: PlannedDelivery, about event: NotifiableEvent, due: Timestamp,
            occasion: Int = 0, isHeldBack: Bool = false
        ) {
            (self.event, self.planned, self.due) = (event, planned, due)
            (self.occasion, self.isHeldBack) = (occasion, isHeldBack)
        }

        var incident: Incident.ID { event.incident.id }
        var place: Place { Place(incident: incident, destination: planned.destination.id) }
    }

    private struct Place: Hashable {
        let incident: Incident.ID
        let destination: Destination.ID
    }

    /// How many messages are kept; all are counted.
    package static let most = 100

    private let rules: NotificationRules
    /// The one that is due first stands last.
    private var waiting: [Waiting] = []
    /// When the last message of those that wait is due, or was.
    private var lastDue: [Place: Timestamp] = [:]
    /// The destinations for which a message is held back.
    private var heldBack: Set<Destination.ID> = []
    /// What has become of the incidents that something waits to be told of.
    private var current: [Incident.ID: (facts: IncidentFacts, waiting: Int)] = [:]
    private var opened: Set<Incident.ID> = []
    private var told: Set<Place> = []
    private var sent: [Destination.ID: [Timestamp]] = [:]

    /// How many events were taken.
    package private(set) var events = 0
    /// How many messages would have been sent.
    package private(set) var count = 0
    /// The last of these, in their order.
    package private(set) var messages: [Message] = []
    /// Why events were not told, and how many of them.
    package private(set) var verdicts: [NotificationVerdict: Int] = [:]
    /// Why planned messages would not have been sent, and how many of them.
    package private(set) var reasons: [DeliveryReason: Int] = [:]

    /// Tries rules.
    package init(_ rules: NotificationRules) {
        self.rules = rules
    }

    /// How many messages would wait still.
    package var pending: Int { waiting.count }

    /// Of which incidents something may be told that follows an opening which was not taken.
    package func unknown(among events: [NotifiableEvent]) -> Set<Incident.ID> {
        guard rules.hasFollowers else { return [] }
        let openings = events.filter { $0.kind == .opened }.map(\.incident.id)
        return Set(events.filter { $0.kind.isFollowUp }.map(\.incident.id))
            .subtracting(openings).subtracting(opened)
    }

    /// Remembers who was told of an opening that was before all events.
    package mutating func recall(_ opening: NotifiableEvent) {
        opened.insert(opening.incident.id)
        for planned in rules.plan(opening, now: opening.event.received).deliveries {
            told.insert(Place(incident: opening.incident.id, destination: planned.destination.id))
        }
    }

    /// Takes the next event.
    package mutating func take(_ event: NotifiableEvent) {
        let moment = event.event.timestamp
        send(until: moment)
        events += 1
        if event.kind == .opened { opened.insert(event.incident.id) }
        current[event.incident.id]?.facts = event.facts
        let plan = rules.plan(event, now: event.event.received)
        for (verdict, profiles) in plan.verdicts where verdict != .told {
            verdicts[verdict, default: 0] += profiles.count
        }
        for planned in plan.deliveries {
            let place = Place(
                incident: event.incident.id, destination: planned.destination.id)
            // About one incident, a destination gets one message after the other.
            let due = max(
                lastDue[place] ?? moment, moment.advanced(by: planned.terms.wait ?? .zero))
            lastDue[place] = due
            wait(Waiting(planned, about: event, due: due))
        }
        send(until: moment)
    }

    /// Sends what is due at a moment, after the last event.
    package mutating func end(at moment: Timestamp) {
        send(until: moment)
    }

    private mutating func wait(_ message: Waiting) {
        var (low, high) = (0, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].due > message.due { low = middle + 1 } else { high = middle }
        }
        waiting.insert(message, at: low)
        current[message.incident, default: (message.event.facts, 0)].waiting += 1
    }

    private mutating func send(until moment: Timestamp) {
        while let message = waiting.last, message.due <= moment {
            waiting.removeLast()
            if let reason = reason(notToSend: message) {
                reasons[reason, default: 0] += 1
            } else if !holdBack(message) {
                send(message)
            }
            current[message.incident]?.waiting -= 1
            if current[message.incident]?.waiting == 0 { current[message.incident] = nil }
        }
    }

    private func reason(notToSend message: Waiting) -> DeliveryReason? {
        let profiles = message.planned.profiles
        if message.event.kind.isFollowUp, !told.contains(message.place),
            rules.followers(profiles).count == profiles.count
        {
            return .openingNotTold
        }
        let (terms, due) = (message.planned.terms, message.due)
        guard terms.wait != nil || message.occasion > 0,
            let facts = current[message.incident]?.facts
        else { return nil }
        if facts.incident.endTime.isClosed(at: due) { return .closed }
        if facts.incident.isAcked(at: due) { return .acknowledged }
        return rules.isMaintained(facts, at: due) ? .maintenance : nil
    }

    /// Keeps a message for later if its destination had as many as it gets in an hour, or drops it if
    /// one is kept already; false for one that is to be sent.
    private mutating func holdBack(_ message: Waiting) -> Bool {
        let destination = message.planned.destination.id
        if message.isHeldBack { heldBack.remove(destination) }
        guard let limit = message.planned.terms.hourlyLimit else { return false }
        let hourAgo = message.due - .seconds(3600)
        sent[destination]?.removeAll { $0 <= hourAgo }
        guard let recent = sent[destination], recent.count >= limit, let first = recent.first
        else { return false }
        guard heldBack.insert(destination).inserted else {
            reasons[.limited, default: 0] += 1
            return true
        }
        wait(
            Waiting(
                message.planned, about: message.event, due: first.advanced(by: .seconds(3600)),
                occasion: message.occasion, isHeldBack: true))
        return true
    }

    private mutating func send(_ message: Waiting) {
        let (event, planned) = (message.event, message.planned)
        count += 1
        if messages.count == Self.most { messages.removeFirst() }
        messages.append(
            Message(
                event: event.event, incident: event.incident, destination: planned.destination,
                moment: message.due, occasion: message.occasion))
        if event.kind == .opened { told.insert(message.place) }
        sent[planned.destination.id, default: []].append(message.due)
        guard let again = planned.terms.repetition, message.occasion < again.most else { return }
        wait(
            Waiting(
                planned, about: event, due: message.due.advanced(by: again.interval),
                occasion: message.occasion + 1))
    }
}
