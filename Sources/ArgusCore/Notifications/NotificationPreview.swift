import ArgusVocabulary

/// What rules would have told of events that are over, which are taken one after the other as they
/// happened.
///
/// Messages wait, are gathered, told again, escalated and held back as they are when they are sent, but
/// none fails.
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
        /// How many other events it would have told of.
        package internal(set) var others = 0
    }

    /// A class, so that many can be kept in order cheaply.
    final class Waiting: Sendable {
        let event: NotifiableEvent
        let planned: PlannedDelivery
        let due: Timestamp
        let occasion: Int
        /// Whether it waits to be sent for others that came too soon.
        let isCarrier: Bool

        init(
            _ planned: PlannedDelivery, about event: NotifiableEvent, due: Timestamp,
            occasion: Int = 0, isCarrier: Bool = false
        ) {
            (self.event, self.planned, self.due) = (event, planned, due)
            (self.occasion, self.isCarrier) = (occasion, isCarrier)
        }

        var incident: Incident.ID { event.incident.id }
        var destination: Destination.ID { planned.destination.id }
        var place: Place { Place(incident: incident, destination: destination) }
    }

    /// A level of an escalation that is to be told.
    struct Step: Sendable {
        let event: NotifiableEvent
        let profile: NotificationProfile.ID
        let level: Int
        let due: Timestamp
    }

    struct Place: Hashable {
        let incident: Incident.ID
        let destination: Destination.ID
    }

    /// How many messages are kept; all are counted.
    package static let most = 100

    let rules: NotificationRules
    /// Where levels of escalations may lead.
    let destinations: [Destination]
    /// The one that is due first stands last.
    private var waiting: [Waiting] = []
    var steps: [Step] = []
    /// When the last message of those that wait is due, or was.
    private var lastDue: [Place: Timestamp] = [:]
    /// What has become of the incidents that something waits to be told of.
    private var current: [Incident.ID: (facts: IncidentFacts, waiting: Int)] = [:]
    private var opened: Set<Incident.ID> = []
    private var told: Set<Place> = []
    /// Where an opening was waited with, and then needed not be told.
    private var dropped: Set<Place> = []
    /// Where anything was told.
    private var reached: Set<Place> = []
    var escalated: [Incident.ID: [Destination.ID: Destination]] = [:]
    /// The destinations for which a message is held back.
    var heldBack: Set<Destination.ID> = []
    var sent: [Destination.ID: [Timestamp]] = [:]
    /// When the last digest went to a destination, and its place among the messages.
    var digests: [Destination.ID: Timestamp] = [:]
    var storms: [Storm.Key: Storm] = [:]

    /// How many events were taken.
    package private(set) var events = 0
    /// How many messages would have been sent.
    package private(set) var count = 0
    /// The last of these, in their order.
    package private(set) var messages: [Message] = []
    /// Why events were not told, and how many of them.
    package private(set) var verdicts: [NotificationVerdict: Int] = [:]
    /// Why planned messages would not have been sent, and how many of them.
    package internal(set) var reasons: [DeliveryReason: Int] = [:]

    /// Tries rules; `destinations` are those of whoever escalates.
    package init(_ rules: NotificationRules, destinations: [Destination] = []) {
        (self.rules, self.destinations) = (rules, destinations)
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
        let (moment, incident) = (event.event.timestamp, event.incident.id)
        send(until: moment)
        events += 1
        if event.kind == .opened { opened.insert(incident) }
        current[incident]?.facts = event.facts
        let plan = rules.plan(event, now: event.event.received)
        for (verdict, profiles) in plan.verdicts where verdict != .told {
            verdicts[verdict, default: 0] += profiles.count
        }
        for planned in plan.deliveries + closings(event, plan) {
            let place = Place(incident: incident, destination: planned.destination.id)
            var due = moment.advanced(by: planned.terms.wait ?? .zero)
            if case .digest(let time) = planned.terms.gathering { due = max(due, time) }
            // About one incident, a destination gets one message after the other.
            due = max(lastDue[place] ?? moment, due)
            lastDue[place] = due
            wait(Waiting(planned, about: event, due: due))
        }
        for (profile, after) in plan.escalations.sorted(by: { $0.key < $1.key }) {
            let due = moment.advanced(by: after)
            add(Step(event: event, profile: profile, level: 1, due: due))
        }
        send(until: moment)
    }

    /// Sends what is due at a moment, after the last event.
    package mutating func end(at moment: Timestamp) {
        send(until: moment)
    }

    mutating func wait(_ message: Waiting) {
        var (low, high) = (0, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].due > message.due { low = middle + 1 } else { high = middle }
        }
        waiting.insert(message, at: low)
        attend(message.event)
    }

    /// Keeps in mind what becomes of an incident.
    func facts(of incident: Incident.ID) -> IncidentFacts? { current[incident]?.facts }

    mutating func attend(_ event: NotifiableEvent) {
        current[event.incident.id, default: (event.facts, 0)].waiting += 1
    }

    mutating func leave(_ incident: Incident.ID) {
        current[incident]?.waiting -= 1
        if current[incident]?.waiting == 0 { current[incident] = nil }
    }

    private mutating func send(until moment: Timestamp) {
        while true {
            let message = waiting.last.flatMap { $0.due <= moment ? $0 : nil }
            if let step = steps.last, step.due <= min(moment, message?.due ?? moment) {
                steps.removeLast()
                tell(step)
                leave(step.event.incident.id)
            } else if let message {
                waiting.removeLast()
                if let reason = reason(notToSend: message), !message.isCarrier {
                    reasons[reason, default: 0] += 1
                    if message.event.kind == .opened, message.occasion == 0,
                        [.closed, .acknowledged, .maintenance].contains(reason)
                    {
                        dropped.insert(message.place)
                    }
                } else if !isGathered(message), !holdBack(message) {
                    send(message)
                }
                leave(message.incident)
            } else {
                return
            }
        }
    }

    private func reason(notToSend message: Waiting) -> DeliveryReason? {
        let (planned, kind) = (message.planned, message.event.kind)
        let isTold = told.contains(message.place)
        let isFollower =
            planned.terms.isFollowUp
            || rules.followers(planned.profiles).count == planned.profiles.count
        if kind.isFollowUp, isFollower, !isTold { return .openingNotTold }
        if [.closed, .acknowledged].contains(kind), dropped.contains(message.place),
            !reached.contains(message.place)
        {
            return .openingNotTold
        }
        guard let facts = facts(of: message.incident) else { return nil }
        let isClosed = facts.incident.endTime.isClosed(at: message.due)
        if case .digest = planned.terms.gathering {
            if kind == .closed, !isClosed { return .reopened }
            if kind == .acknowledged, isClosed { return .closed }
            if kind == .closed || kind == .acknowledged { return isTold ? nil : .openingNotTold }
        } else if planned.terms.wait == nil, message.occasion == 0 {
            return nil
        }
        if kind == .closed || kind == .acknowledged { return nil }
        if isClosed { return .closed }
        if facts.incident.isAcked(at: message.due) { return .acknowledged }
        return rules.isMaintained(facts, at: message.due) ? .maintenance : nil
    }

    private mutating func send(_ message: Waiting) {
        let (event, planned) = (message.event, message.planned)
        count += 1
        reached.insert(message.place)
        if messages.count == Self.most { messages.removeFirst() }
        messages.append(
            Message(
                event: event.event, incident: event.incident, destination: planned.destination,
                moment: message.due, occasion: message.occasion % Escalation.occasions))
        noteTold(message)
        sent[message.destination, default: []].append(message.due)
        guard let again = planned.terms.repetition, message.occasion < again.most else { return }
        wait(
            Waiting(
                planned, about: event, due: message.due.advanced(by: again.interval),
                occasion: message.occasion + 1))
    }

    /// Remembers that somebody was told of an opening.
    mutating func noteTold(_ message: Waiting) {
        if message.event.kind == .opened { told.insert(message.place) }
    }

    /// Adds an event to the last message that went to a destination.
    mutating func join(_ message: Waiting) {
        noteTold(message)
        guard
            let place = messages.lastIndex(where: { $0.destination.id == message.destination })
        else { return }
        messages[place].others += 1
    }
}
