import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension Field where Value == PostedEvent {
    /// What somebody wants to be written into a log.
    package static var postedEvent: Field {
        Field(
            Field<Moments>.moments("timestamp", isRequiredOfSources: true).note(
                "When it happened. Needed from sources; otherwise the moment of receipt."),
            Field<EventType>.eventType, Field<Void>.actor, Field<String?>.text("description")
        ) { moment, type, _, description in
            PostedEvent(
                type: type, timestamp: moment.likely, or: moment.other,
                description: description ?? "", acknowledgementsURL: "")
        }
    }
}

extension Form where Value == PostedEvent {
    /// What somebody wants to be written into a log.
    package static var newEvent: Form {
        Form(
            "NewEvent", .postedEvent,
            example: [
                "type": "END", "timestamp": "2025-06-15T13:00:00Z",
                "description": "Box is up again", "actor": [:],
            ])
    }
}

extension Field where Value == EventType {
    /// The code of a type of event, which must be there.
    fileprivate static var eventType: Field {
        Field("type", .eventType.required) { input, name in
            guard let value = input.required(name) else { return .other }
            let code = value.pythonText
            guard let type = EventType(rawValue: code) else {
                input.refuse(name, "\"\(code)\" is not a valid choice.")
                return .other
            }
            return type
        }
    }
}

extension Field where Value == Void {
    /// Who did it is known; but what is said of it must at least be an object, as it always had to.
    fileprivate static var actor: Field {
        let note = "Does not count: who asks is the actor."
        return Field("actor", .object.note(note)) { input, name in
            guard let actor = input.optional(name), actor.object == nil else { return }
            let message = "Invalid data. Expected a dictionary, but got \(actor.pythonType)."
            input.refuse(
                name, .fields([Problems.Field(Problems.whole, .messages([.text(message)]))]))
        }
    }
}

extension Field where Value == NewAcknowledgement {
    /// An acknowledgement as every version but the first writes it.
    package static var newAcknowledgement: Field {
        Field(
            Field<Timestamp>.requiredTime("timestamp"), Field<String?>.text("description"),
            Field<Timestamp?>.expiration
        ) { timestamp, description, expiration throws(Refusal) in
            try NewAcknowledgement(
                timestamp: timestamp, description: description ?? "", expiration: expiration)
        }
    }

    /// Version 1 nests what belongs to the event.
    fileprivate static var nested: Field {
        Field(
            Field<Result<Happening, Refusal>>.happening, Field<Timestamp?>.expiration
        ) { happening, expiration throws(Refusal) in
            let (timestamp, description) = try happening.get()
            do throws(Refusal) {
                return try NewAcknowledgement(
                    timestamp: timestamp, description: description, expiration: expiration)
            } catch {
                throw error.inEvent
            }
        }
    }
}

extension Form where Value == NewAcknowledgement {
    /// An acknowledgement as a version writes it.
    package static func newAcknowledgement(_ version: APIVersion) -> Form {
        let event: JSONValue = ["timestamp": "2025-06-15T13:00:00Z", "description": "on it"]
        let expiration: JSONValue = "2125-06-16T00:00:00Z"
        return version == .v1
            ? Form(
                "RequestAcknowledgement", .nested,
                example: ["event": event, "expiration": expiration])
            : Form(
                "RequestAcknowledgement", .newAcknowledgement,
                example: [
                    "timestamp": "2025-06-15T13:00:00Z", "description": "on it",
                    "expiration": expiration,
                ])
    }
}

/// When something happened, and what is said of it.
private typealias Happening = (Timestamp, String)

extension Field where Value == Result<Happening, Refusal> {
    /// The event of an acknowledgement in version 1; what is wrong in it is told only where the rest is
    /// right.
    fileprivate static var happening: Field {
        let inner = Field<Happening>(
            Field<Moments>.moments("timestamp", isRequiredOfSources: true),
            Field<String?>.text("description"), Field<Timestamp>.received
        ) { moment, description, received in (moment.likely ?? received, description ?? "") }
        return Field("event", .body(inner.members).required) { input, name in
            let event = input.required(name) ?? [:]
            return Result<Happening, Refusal> { () throws(Refusal) in
                var event = try Input(
                    event, zone: input.zone, received: input.received,
                    isFromSource: input.isFromSource)
                return try inner.read(&event)
            }.mapError(\.inEvent)
        }
    }
}

extension Field where Value == Timestamp {
    /// When the input was received, for which no member stands.
    fileprivate static var received: Field {
        Field([:]) { $0.received }
    }
}

extension Field where Value == Timestamp? {
    fileprivate static var expiration: Field {
        .nullableTime("expiration").note(
            "Until when it holds; null or missing: it does not end.")
    }
}

extension Form where Value == Timestamp? {
    /// Until when an acknowledgement shall hold.
    package static var expiration: Form {
        Form(
            "UpdateAcknowledgement", .expiration,
            example: ["expiration": "2125-06-17T00:00:00Z"])
    }
}

extension Refusal {
    /// What is wrong with an event, told below its name, unless it is wrong as a whole.
    fileprivate var inEvent: Refusal {
        guard case .invalid(.fields(let fields)) = self, fields.first?.name != Problems.whole
        else { return self }
        return .invalid(.fields([Problems.Field("event", .fields(fields))]))
    }
}

extension Schema {
    /// The code of a type of event.
    package static let eventType = choice(EventType.allCases.map(\.rawValue))
}
