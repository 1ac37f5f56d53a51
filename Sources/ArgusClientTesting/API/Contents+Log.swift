import ArgusClient
import ArgusVocabulary
import ArgusWire

extension Contents {
    /// Writes an entry into a log, with what follows from it.
    mutating func record(_ body: JSONValue, at place: Int) throws(FakeArgus.Reply) -> Event {
        guard let type = body["type"]?.string.flatMap(EventType.init(rawValue:)) else {
            throw .wrong("type", "\"\(body["type"]?.text ?? "")\" is not a valid choice.")
        }
        let moment = try Self.time("timestamp", of: body)
        change(place, by: type, at: moment)
        return log(type, at: place, moment, body["description"]?.string ?? "")
    }

    /// Opens or closes an incident; of what is so already, or has no end, the log tells and nothing
    /// changes.
    private mutating func change(_ place: Int, by type: EventType, at moment: Timestamp) {
        guard [.end, .close, .restart, .reopen].contains(type) else { return }
        let opens = type == .restart || type == .reopen
        guard incidents[place].endTime != .stateless, opens != incidents[place].isOpen else {
            return
        }
        let start = incidents[place].startTime
        end(opens ? .open : .ended(max(moment, start)), at: place)
    }

    /// Notes that somebody takes care of an incident.
    mutating func acknowledge(
        _ body: JSONValue, at place: Int
    ) throws(FakeArgus.Reply) -> Acknowledgement {
        let moment = body["timestamp"] == nil ? clock() : try Self.time("timestamp", of: body)
        let hasNoEnd = (body["expiration"] ?? .null) == .null
        let expiration = hasNoEnd ? nil : try Self.time("expiration", of: body)
        let event = log(.acknowledge, at: place, moment, body["description"]?.string ?? "")
        let acknowledgement = Acknowledgement(event: event, expiration: expiration)
        add(acknowledgement, at: place)
        return acknowledgement
    }

    /// Changes until when somebody takes care of an incident; what has ended stays so.
    mutating func expire(
        _ id: Event.ID?, _ body: JSONValue, at place: Int
    ) throws(FakeArgus.Reply) -> Acknowledgement {
        let former = acknowledgements.first { $0.event.id == id }
        guard let former, former.event.incidentID == incidents[place].id else {
            throw .noSuchPage
        }
        if let end = former.expiration, end <= clock() {
            throw FakeArgus.Reply(400, ["Cannot change expired Acknowledgement"])
        }
        let hasNoEnd = (body["expiration"] ?? .null) == .null
        let changed = Acknowledgement(
            event: former.event,
            expiration: hasNoEnd ? nil : try Self.time("expiration", of: body))
        replace(changed)
        return changed
    }
}
