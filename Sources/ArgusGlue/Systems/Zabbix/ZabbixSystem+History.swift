import ArgusClient
import ArgusVocabulary

/// Zabbix' API tells the events of problems, and the event that resolved each (its manual,
/// "event.get").
extension ZabbixSystem: HistorySystem {
    /// Events that are asked for at once.
    private static let historyPart: Int64 = 500

    package func history(
        from api: SourceAPI, since: Timestamp, until: Timestamp, after place: String?
    ) async throws(APIProblem) -> HistoryPart {
        var parameters: JSONObject = [
            "output": "extend", "selectTags": "extend", "selectHosts": ["host", "name"],
            "source": 0, "object": 0, "value": 1, "sortfield": ["eventid"],
            "limit": .integer(Self.historyPart),
            "time_from": .integer(since.microseconds / 1_000_000),
            "time_till": .integer(until.microseconds / 1_000_000),
        ]
        if let number = place.flatMap({ Int64($0) }) {
            guard number < .max else { return HistoryPart(alerts: [], next: nil) }
            parameters.set("eventid_from", to: .string(String(number + 1)))
        }
        let events = try await api.call("event.get", .object(parameters)).array ?? []
        let ends = events.compactMap { $0.filled("r_eventid") }.filter { $0 != "0" }
        var times: [String: JSONValue] = [:]
        if !ends.isEmpty {
            let answer = try await api.call(
                "event.get",
                [
                    "output": ["eventid", "clock"],
                    "eventids": .array(ends.map { .string($0) }),
                ])
            for end in answer.array ?? [] {
                if let id = end.filled("eventid") { times[id] = end["clock"] }
            }
        }
        let isLast = events.count < Self.historyPart
        return HistoryPart(
            alerts: Self.alerts(events, ends: times),
            next: isLast ? nil : events.last?.filled("eventid"))
    }

    /// An opening and a closing for each problem that is over.
    private static func alerts(
        _ events: [JSONValue], ends: [String: JSONValue]
    ) -> [Alert] {
        events.flatMap { event -> [Alert] in
            guard let key = event.filled("eventid"), key.isDigits,
                let end = event.filled("r_eventid").flatMap({ ends[$0]?.filledText }),
                let seconds = Int64(end)
            else { return [] }
            let time = Timestamp(unixSeconds: seconds)
            let problem = ZabbixProblem(event, key, hosts: event["hosts"]?.array ?? [])
            var closing = Alert.close(key, at: time)
            closing.isOnce = true
            return [problem.opening(at: time), closing]
        }
    }
}
