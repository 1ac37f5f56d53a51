import ArgusCore
import ArgusOperations
import ArgusVocabulary
import Synchronization

/// What changed in a list at once, as all are told who look at it.
final class LiveNews: Sendable {
    /// The last change that is in it: from where to go on.
    let last: RecordedChange.ID
    /// The second, of those that the feed counts, in which it was told.
    let second: Int
    /// The rows that are in the list.
    let rows: [ListedIncident]
    /// The incidents that changed, and are not in the list, or no longer.
    let others: [Incident.ID]
    /// What was written for one way to show rows, for the next who wants the same.
    private let written = Mutex<[RowLook: String]>([:])

    init(
        _ told: [ToldChange], _ rows: [ListedIncident], until last: RecordedChange.ID, second: Int
    ) {
        (self.rows, self.last, self.second) = (rows, last, second)
        let ids = Set(rows.map(\.incident.id))
        others = told.map(\.change.incident).withoutRepetitions().filter { !ids.contains($0) }
    }

    /// Whether it is no more than a sign of life.
    var isEmpty: Bool { rows.isEmpty && others.isEmpty }

    /// Writes it for readers who see rows alike: `{"rows": [{"pk": 7, "html": "<tr>…"}], "others": [8]}`.
    func json(_ look: RowLook, at now: Timestamp) throws -> String {
        if let text = written.withLock({ $0[look] }) { return text }
        let rows = try rows.map { row -> JSONValue in
            [
                "pk": .integer(row.incident.id.rawValue),
                "html": .string(try look.html(row, at: now)),
            ]
        }
        let value: JSONValue = [
            "rows": .array(rows), "others": .array(others.map { .integer($0.rawValue) }),
        ]
        let text = value.text
        written.withLock { $0[look] = text }
        return text
    }
}
