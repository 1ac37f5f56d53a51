import ArgusVocabulary

/// What somebody wants to be different about an incident; nil leaves something as it is.
@dynamicMemberLookup
package struct IncidentChange: Sendable {
    package var tags: [Tag]?
    package var details = IncidentDetails()

    /// Whether tags may be removed that somebody else added.
    package var tagRule: TagRule
    /// How the log tells of it.
    package var wording = LogWording.plain

    /// The two ways in which versions of the API treat tags.
    package enum TagRule: Sendable {
        /// Versions 1 and 2: only who added a tag, or a superuser, may remove it.
        case removableByAdder
        /// Version 3: anyone may remove any.
        case removableByAll
    }

    /// Leaves everything as it is.
    package init(tagRule: TagRule = .removableByAdder) {
        self.tagRule = tagRule
    }

    /// A member of the details.
    package subscript<Value>(dynamicMember path: WritableKeyPath<IncidentDetails, Value>) -> Value {
        get { details[keyPath: path] }
        set { details[keyPath: path] = newValue }
    }
}

extension Incident {
    /// The incident after a change, and what to write in its log: an entry for each field that
    /// became different.
    package func changed(
        _ change: IncidentChange, by requester: Requester, at moment: Timestamp
    ) throws(Refusal) -> (incident: Incident, events: [NewEvent]) {
        let wording = change.wording
        var incident = self
        var log = ChangeLog(actor: try requester.user.id, moment: moment)
        if let tags = change.tags {
            incident.tags = try replacingTags(tags, change.tagRule, requester, moment)
            let isDifferent = Set(self.tags.map(\.tag)) != Set(tags)
            if isDifferent {
                log.add(
                    "tags", wording.tags(self.tags.map(\.tag)),
                    wording.tags(incident.tags.map(\.tag)))
            }
        }
        for member in ChangeLog.order {
            let old = details[member] ?? member.kind.usual
            guard let new = change.details[member], new != old else { continue }
            incident.details[member] = new
            log.add(member.name, wording.text(of: old), wording.text(of: new))
        }
        return (incident, wording.isDoubled ? log.eventsTwice : log.events)
    }

    private func replacingTags(
        _ wanted: [Tag], _ rule: IncidentChange.TagRule, _ requester: Requester, _ moment: Timestamp
    ) throws(Refusal) -> [TagRelation] {
        let user = try requester.user.id
        let wanted = wanted.withoutRepetitions()
        let removed = tags.filter { !wanted.contains($0.tag) }
        if rule == .removableByAdder, !requester.isSuperuser {
            let foreign = removed.filter { $0.addedBy != user }
            guard foreign.isEmpty else {
                throw .invalid(
                    .fields(foreign.map { Problems.Field($0.tag.text, .message(.foreignTag)) }))
            }
        }
        let kept = tags.filter { wanted.contains($0.tag) }
        let keptTags = Set(kept.map(\.tag))
        let added = wanted.filter { !keptTags.contains($0) }
        return kept
            + added.map { TagRelation(tag: $0, addedBy: user, addedTime: moment) }
    }
}

/// The entries that a change leaves in the log.
struct ChangeLog {
    let actor: User.ID
    let moment: Timestamp
    private(set) var events: [NewEvent] = []
    private var fields: [String] = []

    /// In which order changes of details are told, after those of tags.
    static let order = IncidentMember.all(
        startingWith: [.level, .metadata, .detailsURL, .ticketURL])

    init(actor: User.ID, moment: Timestamp) {
        (self.actor, self.moment) = (actor, moment)
    }

    /// The entries, and once more those that are not about tags.
    var eventsTwice: [NewEvent] {
        events + zip(fields, events).filter { $0.0 != "tags" }.map(\.1)
    }

    mutating func add(_ field: String, _ old: String, _ new: String) {
        fields.append(field)
        events.append(
            NewEvent(
                type: .change, timestamp: moment, received: moment, actor: actor,
                description: "Change: \"\(field)\": \(old) → \(new)",
                noted: NotedChange(
                    field: field,
                    formerLevel: field == IncidentMember.level.name
                        ? Int(old).flatMap(Level.init) : nil)))
    }
}
