import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import NIOCore
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
    private let written = Mutex<[RowLook: ByteBuffer]>([:])

    init(
        _ told: [ToldChange], _ rows: [ListedIncident], until last: RecordedChange.ID, second: Int
    ) {
        (self.rows, self.last, self.second) = (rows, last, second)
        let ids = Set(rows.map(\.incident.id))
        others = told.map(\.change.incident).withoutRepetitions().filter { !ids.contains($0) }
    }

    /// That something became of messages about incidents; of none, it is a sign of life.
    init(messagesAbout incidents: [Incident.ID], until last: RecordedChange.ID, second: Int) {
        (self.last, self.second, rows, others) = (last, second, [], incidents)
    }

    /// Whether it is no more than a sign of life.
    var isEmpty: Bool { rows.isEmpty && others.isEmpty }

    /// The event for readers who see rows alike, with the data
    /// `{"rows": [{"pk": 7, "html": "<tr>…"}], "others": [8]}`.
    func event(_ look: RowLook, at now: Timestamp) -> ByteBuffer {
        if let event = written.withLock({ $0[look] }) { return event }
        let rows = rows.map { row -> JSONValue in
            [
                "pk": .integer(row.incident.id.rawValue),
                "html": .string(look.html(row, at: now)),
            ]
        }
        let value: JSONValue = [
            "rows": .array(rows), "others": .array(others.map { .integer($0.rawValue) }),
        ]
        let text = value.text
        let event = EventStream.events(capacity: text.utf8.count + 100) { writer in
            writer.event("rows", id: last.rawValue) { $0.raw(text) }
        }
        written.withLock { $0[look] = event }
        return event
    }
}
