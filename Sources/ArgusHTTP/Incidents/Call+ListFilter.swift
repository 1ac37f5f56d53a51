import ArgusCore
import ArgusVocabulary
import ArgusWire

/// What an address asks of the incidents of a list, and what in it is wrong.
package struct ListFilter: Sendable {
    /// The filter as people type it, for the whole of what is asked; nil if nothing is.
    package var text: String?
    /// What is wrong, by the name of the parameter; the rest holds.
    package var problems: [(name: String, text: String)] = []
}

extension Call {
    /// What the query asks of incidents: a filter as people type it, in `q`, and by the names that the
    /// existing server's list and the API know.
    package func listFilter() async throws -> ListFilter {
        var found = ListFilter(text: query["q"])
        var parts: [IncidentFilter] = []
        do throws(Refusal) {
            var reader = QueryReader(query.inWordsOfAPI, zone: site.zone)
            let asked = try IncidentListQuery(self, .v2, ofOwn: false, &reader)
            parts = asked.parts
            try reader.check()
        } catch {
            guard case .invalid(.fields(let fields)) = error else {
                found.problems.append(("search", error.description))
                return found
            }
            found.problems += fields.map { ($0.name ?? "", $0.problems.description) }
        }
        if let timeframe = query.value("timeframe") {
            if let hours = Int64(timeframe), (1...87_600).contains(hours) {
                parts.append(.startTime(.from(.fromNow(.seconds(-3600 * hours)))))
            } else if timeframe != "0" {
                found.problems.append(("timeframe", "Give a number of hours."))
            }
        }
        let events = query.values("event_types")
        let types = events.compactMap(EventType.init(rawValue:))
        found.problems += events.filter { EventType(rawValue: $0) == nil }
            .map { ("event_types", "There is no event “\($0)”; write its code, such as END.") }
        if !types.isEmpty { parts.append(.eventTypes(types.withoutRepetitions())) }
        if !parts.isEmpty { found.add(.all(parts)) }
        return found
    }
}

extension ListFilter {
    /// Asks for this, too.
    fileprivate mutating func add(_ filter: IncidentFilter) {
        let text = (text ?? "").trimmingBlanks()
        self.text = text.isEmpty ? filter.written : "(\(text)) \(filter.written)"
    }
}

extension Query {
    /// What is listed under a name, with commas or several times.
    fileprivate func values(_ name: String) -> [String] {
        items.filter { $0.name == name }
            .flatMap { $0.value.split(separator: ",").map { String($0.trimmingBlanks()) } }
    }

    /// The names of the existing server's list as the API has them.
    private static let names = [
        "sourceSystemIds": "source__id__in", "source_types": "source__type__in",
        "maxlevel": "level__lte", "id": "id__in", "description": "search",
    ]
    /// What may stand there more than once.
    private static let repeated: Set<String> = ["tags", "source__id__in", "source__type__in"]

    /// What the existing server's list asks, as the API asks it; `q` is left out.
    fileprivate var inWordsOfAPI: Query {
        var items: [Item] = []
        for item in self.items where item.name != "q" && !item.value.isEmpty {
            let name = Self.names[item.name] ?? item.name
            let earlier = items.firstIndex { $0.name == name }
            if let earlier, Self.repeated.contains(name) {
                items[earlier] = Item(name: name, value: "\(items[earlier].value),\(item.value)")
            } else {
                items.append(Item(name: name, value: Self.state(name, item.value)))
            }
        }
        if self["special_filters"] == "hide_closed_acked" {
            items.append(Item(name: "hide_closed_acked", value: "true"))
        }
        return Query(items)
    }

    /// `1`, `2` and `3` stand for yes, either and no there.
    private static func state(_ name: String, _ value: String) -> String {
        ["open", "acked"].contains(name) && value == "3" ? "false" : value
    }
}
