import ArgusClient
import ArgusVocabulary

/// NAV's API tells what is open (NAV's manual, "The API", `/api/1/alert/`), page by page.
extension NAVSystem: SnapshotSystem {
    package static let tokenWord = "Token"

    /// NAV's API has no messages, so only the stream's describe a problem.
    package static let compared: Set<ComparedAspect> = [.level]

    static let alertPath = "/api/1/alert/"

    package func answers(from api: SourceAPI) async throws(APIProblem) -> [JSONValue] {
        var pages: [JSONValue] = []
        var query = [("page_size", "1000"), ("page", "1")]
        while true {
            let page = try await api.get(Self.alertPath, query)
            guard page["results"]?.array != nil else {
                throw APIProblem(
                    "GET \(api.root)\(Self.alertPath)", "the answer has no array `results`")
            }
            pages.append(page)
            // Only whether there is a next page is taken from its link, which may lead elsewhere.
            guard page["next"]?.string != nil else { return pages }
            query[1].1 = String(pages.count + 1)
        }
    }

    package func snapshot(of answers: [JSONValue], receipt: Timestamp) -> Snapshot {
        var snapshot = Snapshot()
        var seen: Set<String> = []
        for value in answers.flatMap({ $0["results"]?.array ?? [] }) {
            let entry = NAVHistoryEntry(value)
            guard let key = entry.key else {
                snapshot.doubts.append("an alert of the API has no `id`")
                continue
            }
            guard seen.insert(key).inserted, entry.isOpen else { continue }
            switch decoder.decode(entry.opening, receipt: receipt).first {
            case .alert(let alert)?: snapshot.alerts.append(alert)
            case .ignored?: snapshot.leftOut.insert(key)
            case .refused(let reason)?, .repaired(let reason)?: snapshot.doubts.append(reason)
            case nil: break
            }
        }
        if let count = answers.last?["count"]?.integer, seen.count < count {
            snapshot.doubts.append(
                "it has \(count) alerts, of which \(seen.count) could be read: it changed meanwhile"
            )
        }
        return snapshot
    }

    package func mayOwn(_ key: String) -> Bool { key.isDigits }
}

/// An alert as NAV's API has it: one with a start and an end, instead of two of the stream.
struct NAVHistoryEntry {
    private let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    /// What the stream calls `history`.
    var key: String? { value.filled("id") }

    /// Whether it goes on: an end is `infinity` then; one without an end has none.
    var isOpen: Bool { value["end_time"].map { $0 == "infinity" } ?? true }

    /// Its end as it is written; nil if it goes on, or has none.
    var end: String? { isOpen ? nil : value.filled("end_time") }

    /// The alert of the stream that begins it.
    var opening: JSONObject { said("s", at: "start_time") }

    /// The alert of the stream that ends it.
    var closing: JSONObject { said("e", at: "end_time") }

    /// What the stream says of it, when it begins (`s`), ends (`e`), or happens (`x`).
    func said(_ state: String, at time: String) -> JSONObject {
        var object = JSONObject()
        for member in value.object?.members ?? []
        where !["id", "start_time", "end_time"].contains(member.name) {
            object.set(member.name, to: member.value)
        }
        object.set("history", to: .string(key ?? ""))
        object.set("state", to: .string(state))
        object.set("time", to: value[time] ?? .null)
        if value.filled("message") == nil, state != "e", let text = message {
            object.set("message", to: .string(text))
        }
        return object
    }

    private var message: String? {
        let what = value["alert_type"]?.filled("description")
        guard let subject = value.filled("subject") else { return what }
        return what.map { "\(subject): \($0)" }
    }
}
