import ArgusClient
import ArgusVocabulary

/// Which incidents a list, or a follower, asks for.
struct ListQuery: Sendable {
    private let parameters: [String: String]

    init(_ parameters: [String: String]) throws(FakeArgus.Reply) {
        guard parameters["q"] == nil else {
            throw .wrong("q", "The fake server does not read filters that people type.")
        }
        self.parameters = parameters
    }

    /// How many incidents come in one answer.
    var pageSize: Int { parameters["page_size"].flatMap { Int($0) } ?? 100 }

    /// The incident at which the page begins; nil for the first page.
    var cursor: Int64? { parameters["cursor"].flatMap { Int64($0) } }

    func fits(_ incident: Incident, at now: Timestamp) -> Bool {
        hasState(incident) && hasTags(incident) && isListed(incident)
            && fitsTimes(incident, at: now) && hasWords(incident)
    }

    private func hasState(_ incident: Incident) -> Bool {
        let states = [
            ("open", incident.isOpen), ("stateful", incident.endTime != .stateless),
            ("acked", incident.isAcked), ("ticket", !incident.ticketURL.isEmpty),
        ]
        let isSo = states.allSatisfy { name, value in
            parameters[name].map { $0 == "\(value)" } ?? true
        }
        // What is stateless is neither open nor closed.
        let isStateless = incident.endTime == .stateless && parameters["open"] == "false"
        return isSo && !isStateless
    }

    private func hasTags(_ incident: Incident) -> Bool {
        let wanted = Tags(list("tags").compactMap { Tags.Element($0) })
        return wanted.keys.allSatisfy { key in
            !Set(wanted[key]).isDisjoint(with: incident.tags[key])
        }
    }

    private func isListed(_ incident: Incident) -> Bool {
        let lists = [
            ("id__in", "\(incident.id)"), ("source__id__in", "\(incident.source.id)"),
            ("source__name__in", incident.source.name), ("source__type__in", incident.source.type),
            ("source_incident_id", incident.sourceIncidentID),
        ]
        let isListed = lists.allSatisfy { name, value in
            parameters[name] == nil || list(name).contains(value) || parameters[name] == value
        }
        let level = parameters["level__lte"].flatMap { Int($0) }
        return isListed && level.map { incident.level.rawValue <= $0 } ?? true
    }

    private func fitsTimes(_ incident: Incident, at now: Timestamp) -> Bool {
        let (start, end) = (incident.startTime, incident.endTime.microseconds)
        let lasted = end.map { min(Timestamp(microseconds: $0), now).since(start) } ?? .zero
        let bounds = [
            time("start_time__gte").map { start >= $0 },
            time("start_time__lte").map { start <= $0 },
            time("end_time__gte").map { $0.microseconds <= end ?? .min },
            time("end_time__lte").map { $0.microseconds >= end ?? .max },
            parameters["duration__gte"].flatMap { Int64($0) }.map { lasted >= .seconds(60 * $0) },
        ]
        return bounds.allSatisfy { $0 ?? true }
    }

    private func hasWords(_ incident: Incident) -> Bool {
        (parameters["search"] ?? "").lowercased().split(separator: " ").allSatisfy {
            incident.description.lowercased().contains($0)
        }
    }

    private func list(_ name: String) -> [String] {
        (parameters[name] ?? "").split(separator: ",").map(String.init)
    }

    private func time(_ name: String) -> Timestamp? {
        parameters[name].flatMap { try? Timestamp($0, in: .utc) }
    }
}
