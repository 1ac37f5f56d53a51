import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// What the list remembers of somebody: what was last looked for, and when.
struct ListMemory: Equatable, Sendable {
    /// The query of the address that was looked at last; nil if none was.
    var query: String?
    /// When the list was last looked at.
    var looked: Timestamp?
    /// When the visit before this one ended.
    var visitBefore: Timestamp?

    static let namespace = "incident_list"
    /// Whoever has not looked for so long comes back to a new visit.
    private static let absence = Duration.seconds(600)
    /// What is remembered is written down no more often than that, if it is only the time.
    private static let pause = Duration.seconds(60)

    /// Reads what is kept; nil if nothing is.
    init(json: String?) {
        guard let json, let kept = try? JSONValue(parsing: json) else { return }
        query = kept["query"]?.string
        looked = kept["looked"]?.integer.map { Timestamp(microseconds: $0) }
        visitBefore = kept["visit_before"]?.integer.map { Timestamp(microseconds: $0) }
    }

    /// What is remembered once an address was looked at.
    func looking(at query: String, _ now: Timestamp) -> ListMemory {
        var memory = self
        if let looked, now - looked > Self.absence { memory.visitBefore = looked }
        (memory.query, memory.looked) = (query, now)
        return memory
    }

    /// Whether it is worth writing down in place of what is kept.
    func isNews(after kept: ListMemory) -> Bool {
        guard query == kept.query, visitBefore == kept.visitBefore, let before = kept.looked,
            let looked
        else { return true }
        return looked - before > Self.pause
    }

    private var json: String {
        func number(_ moment: Timestamp?) -> JSONValue {
            moment.map { .integer($0.microseconds) } ?? .null
        }
        let value: JSONValue = [
            "query": query.map { .string($0) } ?? .null, "looked": number(looked),
            "visit_before": number(visitBefore),
        ]
        return value.text
    }

    /// What is kept of who asks.
    static func kept(of call: Call) async throws -> ListMemory {
        ListMemory(
            json: try await call.operations.preferences.find(namespace, by: call.requester))
    }

    /// Forgets what the last query said of these, now that somebody has said it for all.
    static func forget(_ names: Set<String>, of call: Call) async throws {
        try await call.operations.preferences.change(namespace, by: call.requester) { json in
            var memory = ListMemory(json: json)
            memory.query = memory.query.map { query in
                query.split(separator: "&")
                    .filter { !names.contains(String($0.prefix { $0 != "=" })) }
                    .joined(separator: "&")
            }
            return memory.json
        }
    }

    /// Writes it down.
    func keep(for call: Call) async throws {
        let json = json
        try await call.operations.preferences.change(Self.namespace, by: call.requester) { _ in
            json
        }
    }
}
