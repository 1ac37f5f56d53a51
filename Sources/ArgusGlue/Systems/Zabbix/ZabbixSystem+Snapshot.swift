import ArgusClient
import ArgusVocabulary

/// Zabbix' API tells its problems (`problem.get`), and the hosts of each by its event (`event.get`).
extension ZabbixSystem: SnapshotSystem {
    package static let compared: Set<ComparedAspect> = [.level, .description]

    /// Events that are asked for at once.
    private static let part = 1000

    package func answers(from api: SourceAPI) async throws(APIProblem) -> [JSONValue] {
        let problems = try await api.call(
            "problem.get",
            ["output": "extend", "selectTags": "extend", "source": 0, "object": 0])
        let ids = (problems.array ?? []).compactMap { $0["eventid"] }
        var events: [JSONValue] = []
        for start in stride(from: 0, to: ids.count, by: Self.part) {
            let some = Array(ids[start..<min(start + Self.part, ids.count)])
            let answer = try await api.call(
                "event.get",
                [
                    "output": ["eventid"], "selectHosts": ["host", "name"],
                    "eventids": .array(some),
                ])
            events += answer.array ?? []
        }
        return [problems, .array(events)]
    }

    package func snapshot(of answers: [JSONValue], receipt: Timestamp) -> Snapshot {
        var snapshot = Snapshot()
        guard let problems = answers.first?.array else {
            snapshot.doubts.append("`problem.get` gave no array")
            return snapshot
        }
        let events = answers.dropFirst().first?.array ?? []
        let hosts = Dictionary(events.map { ($0.filled("eventid") ?? "", $0["hosts"]) }) { $1 }
        for value in problems {
            guard let key = value.filled("eventid"), key.isDigits else {
                snapshot.doubts.append("a problem has no `eventid`")
                continue
            }
            let problem = ZabbixProblem(value, key, hosts: hosts[key]??.array ?? [])
            if problem.isOver { continue }
            if problem.isSuppressed {
                snapshot.leftOut.insert(key)
            } else {
                snapshot.alerts.append(problem.opening(at: receipt))
            }
        }
        return snapshot
    }

    package func mayOwn(_ key: String) -> Bool { key.isDigits }
}

extension SourceAPI {
    /// Calls a method of Zabbix' JSON-RPC (its manual, "API"), which reports errors with status 200.
    func call(_ method: String, _ parameters: JSONValue) async throws(APIProblem) -> JSONValue {
        let file = "/api_jsonrpc.php"
        let answer = try await post(
            root.hasSuffix(file) ? "" : file,
            ["jsonrpc": "2.0", "method": .string(method), "params": parameters, "id": 1])
        if let result = answer["result"] { return result }
        let said = ["message", "data"].compactMap { answer["error"]?.filled($0) }
        let reason = said.isEmpty ? "the answer has no `result`" : said.joined(separator: " ")
        throw APIProblem(
            "\(method) of \(root)", String(reason.inOneLine.trimmingSuffix(".")),
            isRefusal: answer["error"]?["code"]?.integer == -32_500)
    }
}

extension String {
    /// The text without something at its end.
    fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
        hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
    }
}
