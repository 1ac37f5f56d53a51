import ArgusClient
import ArgusVocabulary

extension Contents {
    /// Makes the open incidents those of a snapshot, unless it would close too many.
    mutating func snapshot(
        _ body: JSONValue, _ parameters: [String: String]
    ) throws(FakeArgus.Reply) -> FakeArgus.Reply {
        let taken = body["timestamp"] == nil ? clock() : try Self.time("timestamp", of: body)
        let openCount = incidents.count { $0.isOpen && !$0.sourceIncidentID.isEmpty }
        var after = self
        let filed = try after.take(body["incidents"]?.array ?? [], taken)
        let closed = filed["closed"]?.count ?? 0
        let isConfirmed =
            parameters["confirm"].map { $0 == "true" || closed <= Int($0) ?? 0 } ?? false
        if parameters["dry_run"] == "true" {
            return outcome(200, ["applied": false], filed, after)
        }
        guard isConfirmed || closed <= 10 || closed * 2 <= openCount else {
            let detail = "This would close \(closed) of \(openCount) open incidents."
            return outcome(409, ["applied": false, "detail": .string(detail)], filed, after)
        }
        self = after
        return outcome(200, ["applied": true], filed, after)
    }

    /// What was done, or would be: then what is not opened has no primary key.
    private func outcome(
        _ status: Int, _ head: JSONObject, _ filed: [String: [Int]], _ after: Contents
    ) -> FakeArgus.Reply {
        var answer = head
        for name in ["opened", "reopened", "updated", "closed", "unchanged", "skipped"] {
            let entries = (filed[name] ?? []).map { place -> JSONValue in
                let incident = after.incidents[place]
                let isThere = incidents.indices.contains(place)
                return [
                    "pk": isThere ? .integer(incident.id.rawValue) : .null,
                    "source_incident_id": .string(incident.sourceIncidentID),
                ]
            }
            answer.set(name, to: .array(entries))
        }
        return FakeArgus.Reply(status, .object(answer))
    }

    /// Where each incident is filed by its place, and those that are not in the snapshot.
    private mutating func take(
        _ told: [JSONValue], _ taken: Timestamp
    ) throws(FakeArgus.Reply) -> [String: [Int]] {
        var filed: [String: [Int]] = [:]
        let identifiers = told.map { $0["source_incident_id"]?.string ?? "" }
        let others = incidents.indices.filter { place in
            incidents[place].isOpen && !incidents[place].sourceIncidentID.isEmpty
                && !identifiers.contains(incidents[place].sourceIncidentID)
        }
        for (incident, identifier) in zip(told, identifiers) {
            guard let place = place(of: identifier) else {
                _ = try create(incident)
                filed["opened", default: []].append(incidents.count - 1)
                continue
            }
            filed[try take(incident, at: place, taken), default: []].append(place)
        }
        for place in others {
            guard incidents[place].startTime <= taken else {
                filed["skipped", default: []].append(place)
                continue
            }
            end(.ended(taken), at: place)
            log(.end, at: place, taken, Self.absence)
            filed["closed", default: []].append(place)
        }
        return filed
    }

    /// Notes how a problem is that is known, and says what that is called.
    private mutating func take(
        _ incident: JSONValue, at place: Int, _ taken: Timestamp
    ) throws(FakeArgus.Reply) -> String {
        let known = incidents[place]
        switch known.endTime {
        case .ended(let end) where !known.isOpen:
            guard end <= taken else { return "skipped" }
            let start = try Self.time("start_time", of: incident)
            reopen(at: place, start > end ? min(start, taken) : taken, incident)
            try change(place, to: incident)
            return "reopened"
        case .stateless: return "skipped"
        default:
            let before = events.count
            try change(place, to: incident)
            return events.count > before ? "updated" : "unchanged"
        }
    }

    /// What is written into the log of what is closed.
    private static let absence = "The source does not have it among its open problems any more."
}
