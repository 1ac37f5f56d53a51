import ArgusTime

/// What somebody wants to be different about an incident; nil leaves a field as it is.
package struct IncidentChange: Hashable, Sendable {
    package var tags: [Tag]?
    package var detailsURL: String?
    package var ticketURL: String?
    package var level: Level?
    /// The text of any JSON value, and how many items it has in the words of the log.
    package var metadata: Metadata?
    package var description: String?

    /// Whether tags may be removed that somebody else added, and how the log prints tags.
    package var tagRule: TagRule

    /// Whether every entry of the log but that about tags is written twice.
    ///
    /// Version 3 of the existing server does so when an incident is changed, and logs are compared.
    package var isLoggedTwice = false

    /// A JSON value, and the number of members, items or characters that the log tells.
    package struct Metadata: Hashable, Sendable {
        package let text: String
        package let itemCount: Int

        /// Counts are made by whoever can read JSON.
        package init(text: String, itemCount: Int) {
            (self.text, self.itemCount) = (text, itemCount)
        }
    }

    /// The two ways in which versions of the API treat tags.
    package enum TagRule: Sendable {
        /// Versions 1 and 2: only who added a tag, or a superuser, may remove it; logged as a list.
        case removableByAdder
        /// Version 3: anyone may remove any; logged as a set.
        case removableByAll
    }

    /// Leaves everything as it is.
    package init(tagRule: TagRule = .removableByAdder) {
        self.tagRule = tagRule
    }
}

extension Incident {
    /// The incident after a change, and what to write in its log: an entry for each field that
    /// became different.
    ///
    /// `itemCount` counts the items of the metadata that are stored.
    package func changed(
        _ change: IncidentChange, by requester: Requester, at moment: Timestamp,
        itemCount: (String) -> Int
    ) throws(Refusal) -> (incident: Incident, events: [NewEvent]) {
        var incident = self
        var log = ChangeLog(actor: try requester.user.id, moment: moment)
        if let tags = change.tags {
            incident.tags = try replacingTags(tags, change.tagRule, requester, moment)
            let isDifferent = Set(self.tags.map(\.tag)) != Set(tags)
            if isDifferent {
                let write = change.tagRule == .removableByAdder ? pythonList : pythonSet
                log.add(
                    "tags", write(self.tags.map(\.tag.text)), write(incident.tags.map(\.tag.text)))
            }
        }
        if let level = change.level, level != self.level {
            incident.level = level
            log.add("level", String(self.level.rawValue), String(level.rawValue))
        }
        if let metadata = change.metadata, !metadata.text.isIdentical(to: self.metadata) {
            incident.metadata = metadata.text
            log.add(
                "metadata", "\(itemCount(self.metadata)) item(s)", "\(metadata.itemCount) item(s)")
        }
        for (name, path, value) in [
            ("details_url", \Incident.detailsURL, change.detailsURL),
            ("ticket_url", \Incident.ticketURL, change.ticketURL),
            ("description", \Incident.description, change.description),
        ] {
            guard let value, !value.isIdentical(to: self[keyPath: path]) else { continue }
            incident[keyPath: path] = value
            log.add(name, self[keyPath: path], value)
        }
        return (incident, change.isLoggedTwice ? log.eventsTwice : log.events)
    }

    private func replacingTags(
        _ wanted: [Tag], _ rule: IncidentChange.TagRule, _ requester: Requester, _ moment: Timestamp
    ) throws(Refusal) -> [TagRelation] {
        let user = try requester.user.id
        let wanted = wanted.withoutRepetitions()
        let removed = tags.filter { !wanted.contains($0.tag) }
        if rule == .removableByAdder, !requester.isSuperuser {
            let foreign = removed.filter { $0.addedBy != user }
            let message = "Cannot remove this tag when you're not the one who added it."
            guard foreign.isEmpty else {
                throw .invalid(
                    .fields(foreign.map { Problems.Field($0.tag.text, .message(message)) }))
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
                description: "Change: \"\(field)\": \(old) → \(new)"))
    }
}

/// Texts as Python prints a list of them, which is how the log has always shown tags.
func pythonList(_ texts: [String]) -> String {
    "[\(texts.map(pythonLiteral).joined(separator: ", "))]"
}

/// Texts as Python prints a set of them.
func pythonSet(_ texts: [String]) -> String {
    texts.isEmpty ? "set()" : "{\(texts.map(pythonLiteral).joined(separator: ", "))}"
}

private func pythonLiteral(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var literal = String(quote)
    for scalar in scalars {
        switch scalar {
        case "\\": literal += "\\\\"
        case "\n": literal += "\\n"
        case "\r": literal += "\\r"
        case "\t": literal += "\\t"
        case quote: literal += "\\\(quote)"
        case "\0"..."\u{1f}", "\u{7f}"..."\u{a0}", "\u{ad}":
            let digits = String(scalar.value, radix: 16)
            literal += digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
        default: literal.unicodeScalars.append(scalar)
        }
    }
    return literal + String(quote)
}
