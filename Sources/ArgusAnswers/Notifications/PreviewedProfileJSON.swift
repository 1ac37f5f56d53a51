import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension PreviewedProfile {
    /// What a profile would have sent, as answers show it.
    package func json(in zone: Zone) -> JSONValue {
        [
            "since": .string(since.text(in: zone)), "until": .string(until.text(in: zone)),
            "events": .integer(Int64(events)), "complete": .bool(isComplete),
            "count": .integer(Int64(count)), "pending": .integer(Int64(pending)),
            "messages": .array(messages.map { $0.json(in: zone) }),
            "others": .array(
                others.map { other in
                    [
                        "reason": .string(other.word), "count": .integer(Int64(other.count)),
                        "sentence": .string(other.sentence),
                    ]
                }),
        ]
    }
}

extension NotificationPreview.Message {
    fileprivate func json(in zone: Zone) -> JSONValue {
        [
            "event": .integer(event.id.rawValue),
            "type": [
                "value": .string(event.type.rawValue), "display": .string(event.type.display),
            ],
            "timestamp": .string(event.timestamp.text(in: zone)),
            "incident": .integer(incident.id.rawValue),
            "description": .string(incident.description),
            "level": .integer(Int64(incident.level.rawValue)),
            "destination": .integer(destination.id.rawValue),
            "media": .string(destination.medium.rawValue),
            "address": .string(destination.address), "sent": .string(moment.text(in: zone)),
            "occasion": .integer(Int64(occasion)), "others": .integer(Int64(others)),
        ]
    }
}
