import ArgusClient
import ArgusVocabulary

extension Contents {
    /// Does what the items of a batch say, each by itself, and answers each.
    mutating func batch(_ body: JSONValue) -> JSONValue {
        let answers = (body["items"]?.array ?? []).map { item -> JSONValue in
            do throws(FakeArgus.Reply) {
                let (status, place) = try carryOut(item)
                return [
                    "status": .integer(status), "incident": incidents[place].json(.v3),
                    "errors": .null,
                ]
            } catch {
                return [
                    "status": .integer(Int64(error.status)), "incident": .null,
                    "errors": (try? JSONValue(parsing: error.text)) ?? .null,
                ]
            }
        }
        return ["items": .array(answers)]
    }

    private mutating func carryOut(
        _ item: JSONValue
    ) throws(FakeArgus.Reply) -> (status: Int64, place: Int) {
        if item["op"] == "create" { return try tell(item) }
        let known = self.place(of: item["source_incident_id"]?.string ?? "")
        let place = if let known { known } else { try self.place(of: item["pk"]?.integer) }
        switch item["op"] {
        case "update": try change(place, to: item)
        case "close": try end(at: place, item)
        default: throw .wrong("op", "\"\(item["op"]?.text ?? "")\" is not a valid choice.")
        }
        return (200, place)
    }

    /// Opens an incident, or notes how a problem is now that is known.
    private mutating func tell(
        _ item: JSONValue
    ) throws(FakeArgus.Reply) -> (status: Int64, place: Int) {
        guard let place = place(of: item["source_incident_id"]?.string ?? "") else {
            _ = try create(item)
            return (201, incidents.count - 1)
        }
        let (start, told) = (try Self.time("start_time", of: item), try Self.end(of: item))
        guard (told == .stateless) == (incidents[place].endTime == .stateless) else {
            throw .wrong("end_time", "Cannot change the state of a stateless incident.")
        }
        if case .ended(let end) = told, end < incidents[place].startTime { return (200, place) }
        if case .ended(let end) = incidents[place].endTime, !incidents[place].isOpen {
            // What is not newer than the end is an old message, told again.
            guard start > end else { return (200, place) }
            reopen(at: place, start, item)
        }
        try change(place, to: item)
        if case .ended(let end) = told {
            self.end(told, at: place)
            log(.end, at: place, end)
        }
        return (200, place)
    }

    /// Opens an incident again, as its source has told of the problem.
    mutating func reopen(at place: Int, _ moment: Timestamp, _ told: JSONValue) {
        end(.open, at: place)
        log(.restart, at: place, moment, told["description"]?.string ?? "")
    }

    private mutating func end(at place: Int, _ item: JSONValue) throws(FakeArgus.Reply) {
        guard incidents[place].endTime != .stateless else {
            throw FakeArgus.Reply(
                400, ["type": "Cannot change the state of a stateless incident."])
        }
        guard incidents[place].isOpen else { return }
        let told = item["timestamp"] == nil ? clock() : try Self.time("timestamp", of: item)
        let moment = max(told, incidents[place].startTime)
        end(.ended(moment), at: place)
        log(.end, at: place, moment, item["description"]?.string ?? "")
    }
}
