import ArgusClient
import ArgusVocabulary
import ArgusWire

extension Contents {
    /// Opens the incident that a request describes.
    mutating func create(_ body: JSONValue) throws(FakeArgus.Reply) -> Incident {
        if let refusal = refusal(body) { throw FakeArgus.Reply(400, refusal) }
        let identifier = body["source_incident_id"]?.string ?? ""
        guard place(of: identifier) == nil else {
            throw FakeArgus.Reply(400, ["UNIQUE constraint failed: incident.source_incident_id"])
        }
        let end = try Self.end(of: body)
        let incident = Incident(
            id: Incident.ID(Int64(incidents.count + 1)),
            startTime: try Self.time("start_time", of: body),
            endTime: end, source: Self.source, sourceIncidentID: identifier,
            details: try Self.details(of: body).complete,
            tags: try Self.tags(of: body, at: clock()), isOpen: isOpen(end), isAcked: false)
        add(incident)
        return incident
    }

    static func end(of body: JSONValue) throws(FakeArgus.Reply) -> EndTime {
        switch body["end_time"] {
        case nil, .string("infinity"): .open
        case .null: .stateless
        default: .ended(try time("end_time", of: body))
        }
    }

    static func time(_ name: String, of body: JSONValue) throws(FakeArgus.Reply) -> Timestamp {
        guard let value = body[name] else { throw .wrong(name, "This field is required.") }
        guard let time = value.string.flatMap({ try? Timestamp($0, in: .utc) }) else {
            throw .wrong(name, "Datetime has wrong format.")
        }
        return time
    }

    /// What the body says; JSON that is null says nothing.
    static func details(of body: JSONValue) throws(FakeArgus.Reply) -> IncidentDetails {
        var details = IncidentDetails()
        for member in IncidentMember.all {
            guard let value = body[member.name] else { continue }
            switch member.kind {
            case .text, .url: details[member] = value.string.map { .text($0) }
            case .level: details[member] = .level(try level(value))
            case .json: details[member] = value == .null ? nil : .json(JSONText(value))
            }
        }
        return details
    }

    private static func level(_ value: JSONValue) throws(FakeArgus.Reply) -> Incident.Level {
        guard let level = value.integer.flatMap({ Incident.Level(rawValue: Int($0)) }) else {
            throw .wrong("level", "\"\(value.text)\" is not a valid choice.")
        }
        return level
    }

    /// Tags as texts, or as objects with a member `tag`.
    static func tags(
        of body: JSONValue, at moment: Timestamp
    ) throws(FakeArgus.Reply) -> [TagJSON] {
        var tags: [TagJSON] = []
        for item in body["tags"]?.array ?? [] {
            guard let tag = item.string ?? item["tag"]?.string, Tags.Element(tag) != nil else {
                throw .wrong("tags", "The tag does not have its delimiter: =.")
            }
            tags.append(TagJSON(tag: tag, addedBy: account.id, addedTime: moment))
        }
        return tags
    }
}
