import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension NotificationDelivery {
    /// The message as answers show it.
    package func json(in zone: Zone) -> JSONValue {
        [
            "pk": .integer(id.rawValue), "event": .integer(event.rawValue),
            "incident": .integer(incident.rawValue), "user": .integer(user.rawValue),
            "destination": destination.map { .integer($0.rawValue) } ?? .null,
            "media": .string(medium.rawValue), "address": .string(address),
            "profiles": .array(profiles.map { .integer($0.rawValue) }),
            "state": .string(state.rawValue), "due": .string(due.text(in: zone)),
            "attempts": .integer(Int64(attempts)),
            "reason": reason.map { .string($0.rawValue) } ?? .null, "detail": .string(detail),
            "created": .string(created.text(in: zone)), "updated": .string(updated.text(in: zone)),
            "level": level.map { .integer(Int64($0)) } ?? .null, "note": .string(note),
            "carrier": carrier.map { .integer($0.rawValue) } ?? .null,
            "sentence": .string(sentence(in: zone)),
        ]
    }
}

extension Explanation {
    /// The explanation as answers show it.
    package func json(in zone: Zone) -> JSONValue {
        [
            "incident": .integer(incident.id.rawValue),
            "user": ["pk": .integer(user.id.rawValue), "username": .string(user.username)],
            "told": .bool(isTold),
            "events": .array(events.map { $0.json(in: zone) }),
        ]
    }
}

extension ExplainedEvent {
    fileprivate func json(in zone: Zone) -> JSONValue {
        [
            "pk": .integer(event.id.rawValue),
            "type": [
                "value": .string(event.type.rawValue), "display": .string(event.type.display),
            ],
            "timestamp": .string(event.timestamp.text(in: zone)),
            "decided": decided.map { .string($0.text(in: zone)) } ?? .null,
            "profiles": .array(profiles.map(\.json)),
            "deliveries": .array(deliveries.map { $0.json(in: zone) }),
        ]
    }
}

extension ExplainedProfile {
    fileprivate var json: JSONValue {
        [
            "pk": .integer(id.rawValue), "name": name.map { .string($0) } ?? .null,
            "verdict": verdict.map { .string($0.word) } ?? .null,
            "subject": verdict?.subject.map { .integer($0) } ?? .null,
            "condition": verdict?.detail.map { .string($0) } ?? .null,
            "sentence": .string(sentence),
        ]
    }
}

extension UnreachablePerson {
    /// The person as answers show them.
    package var json: JSONValue {
        [
            "user": ["pk": .integer(user.id.rawValue), "username": .string(user.username)],
            "reason": .string(reason.rawValue), "sentence": .string(sentence),
        ]
    }
}
