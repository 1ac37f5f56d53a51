import ArgusVocabulary

/// Which list of incidents is asked for.
enum IncidentList: Sendable {
    /// Those of all source systems.
    case all
    /// Those of one's own source system, which the API cannot be asked for with a level, keys or
    /// sources: it would pass over them without a word.
    case mine
}

/// Why a query cannot be said in the API.
struct Unsayable: Error {
    let reason: String
}

extension IncidentQuery {
    /// The query string, without its question mark; empty if everything is asked for, and nil if
    /// nothing can fit.
    func text(
        _ version: APIVersion, for list: IncidentList = .all
    ) throws(Unsayable) -> String? {
        if list == .mine, !search.isEmpty {
            throw Unsayable(
                reason: "`search` is not for one's own incidents, but for those of all, where "
                    + "`sourceNames` may name one's own")
        }
        if sourceIncidentID?.isEmpty == true {
            throw Unsayable(reason: "`sourceIncidentID` is empty, which would mean any")
        }
        if isEmptyList { return nil }
        var parameters = QueryParameters()
        parameters.add("open", open?.description)
        parameters.add("stateful", stateful?.description)
        parameters.add("acked", acked?.description)
        parameters.add("ticket", ticket?.description)
        try parameters.list("tags", tags.map(\.description))
        if list == .all {
            parameters.add("level__lte", level?.rawValue.description)
            try addSources(to: &parameters)
        }
        parameters.add("duration__gte", duration.map { String($0.minutesRoundedUp) })
        addTimes(to: &parameters)
        parameters.add("search", search)
        parameters.add("q", q)
        parameters.add("page_size", pageSize?.description)
        // Version 1 shows only open incidents where no state is named; a state that is named and
        // empty means all, so that a query means the same in every version.
        if version == .v1, open == nil { parameters.pairs.append(("open", "")) }
        return parameters.text
    }

    private func addSources(to parameters: inout QueryParameters) throws(Unsayable) {
        try parameters.list("id__in", ids?.map(\.description) ?? [])
        try parameters.list("source__id__in", sources?.map(\.description) ?? [])
        try parameters.list("source__name__in", sourceNames ?? [])
        try parameters.list("source__type__in", sourceTypes ?? [])
    }

    private func addTimes(to parameters: inout QueryParameters) {
        parameters.add("source_incident_id", sourceIncidentID)
        parameters.add("start_time__gte", startedFrom?.text())
        parameters.add("start_time__lte", startedUntil?.text())
        parameters.add("end_time__gte", endedFrom?.text())
        parameters.add("end_time__lte", endedUntil?.text())
    }

    private var isEmptyList: Bool {
        ids?.isEmpty == true || sources?.isEmpty == true || sourceNames?.isEmpty == true
            || sourceTypes?.isEmpty == true
    }

    /// Whether an incident fits what a list of one's own incidents cannot be asked for.
    func fitsUnasked(_ incident: Incident) -> Bool {
        (level.map { incident.level <= $0 } ?? true)
            && (ids?.contains(incident.id) ?? true)
            && (sources?.contains(incident.source.id) ?? true)
            && (sourceNames?.contains(incident.source.name) ?? true)
            && (sourceTypes?.contains(incident.source.type) ?? true)
    }
}

/// The parameters of a query string, in their order.
private struct QueryParameters {
    var pairs: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { pairs.append((name, value)) }
    }

    /// Adds a list, of which the API takes every comma for the end of a value.
    mutating func list(_ name: String, _ values: [String]) throws(Unsayable) {
        if let value = values.first(where: { $0.contains(",") }) {
            throw Unsayable(reason: "\"\(value)\" has a comma, which the API takes for two values")
        }
        if values.contains("") { throw Unsayable(reason: "`\(name)` has an empty value") }
        add(name, values.joined(separator: ","))
    }

    var text: String {
        pairs.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }
}

extension Duration {
    /// The minutes, of which a part counts as one, so that never more is found than is asked for.
    fileprivate var minutesRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
        return minutes + (rest > 0 || (rest == 0 && attoseconds > 0) ? 1 : 0)
    }
}
