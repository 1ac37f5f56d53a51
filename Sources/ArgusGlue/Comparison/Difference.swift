import ArgusClient
import ArgusVocabulary

/// What of a source is open in one place and not in the other, or described otherwise.
///
/// It is found by sets, in one pass over either side.
package struct Difference: Sendable {
    /// Problems that the server does not have open.
    package private(set) var opens: [Alert] = []
    /// Problems that both have, as the monitoring system describes them.
    package private(set) var changes: [Alert] = []
    /// Problems that the monitoring system does not have open any more.
    package var closes: [Alert] = []
    /// Incidents of the server about which what the spool remembers is not so.
    private(set) var corrections: [KnownIncident] = []
    /// Problems of which the spool has something to say yet, or that are too young to be missed.
    package private(set) var left = 0
    /// How many incidents of the source are open on the server.
    package private(set) var openIncidents = 0

    /// Whether both sides are the same.
    package var isEmpty: Bool { opens.isEmpty && changes.isEmpty && closes.isEmpty }

    /// Finds it, by what the monitoring system said at a time, what the server has, and what the spool
    /// knows.
    init(
        _ snapshot: Snapshot, at moment: Timestamp, _ incidents: [Incident],
        _ knowledge: ComparisonKnowledge, _ rules: ComparisonRules
    ) {
        let keys = Set(snapshot.alerts.map(\.key)).union(snapshot.leftOut)
        var open: [String: Incident] = [:]
        for incident in incidents where incident.endTime == .open {
            guard let key = Occurrence.key(of: incident, among: keys), !QueueAlarm.isOne(key)
            else { continue }
            openIncidents += 1
            // Newest first: of two with a key the former is the one that goes on.
            if open[key] == nil { open[key] = incident }
        }
        for alert in snapshot.alerts {
            guard !knowledge.busy.contains(alert.key) else {
                left += 1
                continue
            }
            add(alert, open[alert.key], knowledge, at: moment, rules)
        }
        guard snapshot.doubts.isEmpty else { return }
        let limit = moment.advanced(by: .zero - rules.minimumAge)
        for (key, incident) in open where !keys.contains(key) && rules.mayClose(key, incident) {
            if knowledge.busy.contains(key) || incident.startTime > limit {
                left += 1
                continue
            }
            if rules.isShared, knowledge.incidents[key]?.id != incident.id { continue }
            correct(key, incident, knowledge)
            closes.append(.close(key, at: moment, description: Self.absence))
        }
    }

    /// What is written into the log of an incident that is closed because it is not there any more.
    static let absence = "The monitoring system no longer has this problem."

    private mutating func add(
        _ alert: Alert, _ incident: Incident?, _ knowledge: ComparisonKnowledge,
        at moment: Timestamp, _ rules: ComparisonRules
    ) {
        guard rules.extent == .all else { return }
        let known = knowledge.incidents[alert.key]
        guard let incident else {
            if var known, known.isOpen {
                // Somebody closed or deleted it, maybe just now, and the monitoring system is told of
                // that: it is opened if it goes on at the next comparison. Delivery looks it up.
                (known.isOpen, known.ended, known.said) = (false, nil, "")
                corrections.append(known)
                left += 1
                return
            }
            var opening = alert
            opening.isLive = true
            opens.append(opening)
            return
        }
        guard let change = alert.change(of: incident, known, rules.compared, at: moment) else {
            return
        }
        correct(alert.key, incident, knowledge)
        changes.append(change)
    }

    /// The server knows best which incident is open.
    private mutating func correct(
        _ key: String, _ incident: Incident, _ knowledge: ComparisonKnowledge
    ) {
        let known = knowledge.incidents[key]
        guard known?.id != incident.id || known?.isOpen != true else { return }
        corrections.append(KnownIncident(key: key, incident))
    }
}

/// What the spool knows of a source when it is compared.
struct ComparisonKnowledge: Sendable {
    /// Keys of which something waits to be said, is a dead letter, or was said just now.
    var busy: Set<String> = []
    /// The incidents that are remembered, by their keys.
    var incidents: [String: KnownIncident] = [:]
}

/// By what rules a source is compared.
struct ComparisonRules: Sendable {
    /// How old a problem must be to be closed because it is missing.
    var minimumAge: Duration = .seconds(60)
    /// What may be done.
    var extent = ComparisonExtent.all
    /// What is compared of a problem that both sides know.
    var compared: Set<ComparedAspect> = [.level, .description, .tags]
    /// Whether another source has the same account: then only what this one posted may be closed.
    var isShared = false
    /// Whether a key may be one of the source's system.
    var mayOwn: @Sendable (String) -> Bool = { _ in true }

    func mayClose(_ key: String, _ incident: Incident) -> Bool {
        mayOwn(key) && !incident.sourceIncidentID.isEmpty
    }
}

extension Alert {
    /// The change that makes an incident be as this opening says; nil if it is so, or was told before
    /// and somebody has changed it since.
    fileprivate func change(
        of incident: Incident, _ known: KnownIncident?, _ aspects: Set<ComparedAspect>,
        at moment: Timestamp
    ) -> Alert? {
        var differs: Set<ComparedAspect> = []
        if let level, level != incident.level { differs.insert(.level) }
        if !description.isEmpty, description != incident.description {
            differs.insert(.description)
        }
        if let tags, !Set(tags).isSubset(of: incident.tags) { differs.insert(.tags) }
        differs.formIntersection(aspects)
        guard !differs.isEmpty else { return nil }
        if let said = known.flatMap({ try? JSONValue(parsing: $0.said) }) {
            let now = self.said
            let names: [(ComparedAspect, String)] = [
                (.level, "level"), (.description, "description"), (.tags, "tags"),
            ]
            for (aspect, name) in names where said[name] != nil && said[name] == now[name] {
                differs.remove(aspect)
            }
            guard !differs.isEmpty else { return nil }
        }
        var change = Alert.change(
            key, description: aspects.contains(.description) ? description : "", at: moment,
            level: level, tags: aspects.contains(.tags) ? tags : nil)
        change.isLive = true
        return change
    }
}
