import ArgusCore
import ArgusVocabulary

/// Something that people do to many incidents at once.
package enum BulkAction: Sendable {
    /// With a text, and until when it holds; nil for good.
    case acknowledge(String, until: Timestamp?)
    case close(String)
    case reopen(String)
    case comment(String)
    case ticket(String)

    /// Which it is, without what was said.
    package enum Kind: String, Sendable {
        case acknowledge, close, reopen, comment, ticket

        /// Whether it can be undone: what was said cannot be taken back.
        package var canBeUndone: Bool { self != .comment }
    }

    package var kind: Kind {
        switch self {
        case .acknowledge: .acknowledge
        case .close: .close
        case .reopen: .reopen
        case .comment: .comment
        case .ticket: .ticket
        }
    }
}

/// What something is done to.
package enum BulkTarget: Sendable {
    case these([Incident.ID])
    /// All of a list, and how many it may be at most.
    case all(IncidentListing)
}

/// What was done to many incidents at once, so that it can be told, and undone.
package struct BulkDeed: Sendable {
    /// What was done to one of them.
    struct Step: Sendable {
        let incident: Incident.ID
        /// What was written into its log.
        let event: Event.ID
        /// What was there before: its end, or its ticket.
        let before: JSONValue
    }

    package let kind: BulkAction.Kind
    let steps: [Step]
    /// Why others were left as they were, each reason once.
    package let refusals: [String]
    /// How many were.
    package let refused: Int

    /// How many it was done to.
    package var count: Int { steps.count }

    init(_ kind: BulkAction.Kind, _ steps: [Step], _ refusals: [Refusal]) {
        (self.kind, self.steps, refused) = (kind, steps, refusals.count)
        self.refusals = refusals.map(\.description).withoutRepetitions()
    }

    /// The deed as it is kept.
    package var json: String {
        let steps = steps.map { step -> JSONValue in
            [.integer(step.incident.rawValue), .integer(step.event.rawValue), step.before]
        }
        let value: JSONValue = [
            "kind": .string(kind.rawValue), "steps": .array(steps),
            "refused": .integer(Int64(refused)), "refusals": .array(refusals.map { .string($0) }),
        ]
        return value.text
    }

    /// A deed that was kept; nil if it is none.
    package init?(json: String) {
        guard let value = try? JSONValue(parsing: json),
            let kind = value["kind"]?.string.flatMap(BulkAction.Kind.init(rawValue:)),
            let steps = value["steps"]?.array
        else { return nil }
        self.kind = kind
        self.steps = steps.compactMap { step in
            guard let step = step.array, step.count == 3, let incident = step[0].integer,
                let event = step[1].integer
            else { return nil }
            return Step(
                incident: Incident.ID(incident), event: Event.ID(event), before: step[2])
        }
        refused = Int(value["refused"]?.integer ?? 0)
        refusals = value["refusals"]?.array?.compactMap(\.string) ?? []
    }
}
