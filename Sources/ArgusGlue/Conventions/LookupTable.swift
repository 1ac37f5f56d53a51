import ArgusClient
import ArgusVocabulary
import Synchronization

/// A file in which one column is what a tag says, and others become tags, such as where a host stands.
///
/// It is read again when the file was changed; what is broken then does not count.
final class LookupTable: Sendable {
    private let file: String
    private let separator: UInt8
    private let column: String
    private let key: String
    private let columns: [(column: String, key: String)]?
    private let state = Mutex(State())

    private struct State {
        var rows: [String: [(key: String, value: String)]] = [:]
        var stamp: FileStamp?
        var lastLook: Timestamp?
        var isBroken = false
    }

    /// How often the file is looked at.
    private static let interval = Duration.seconds(1)
    private static let sizeLimit = 64 << 20

    /// Describes a table: `column` is compared with the tag `key`, `columns` become tags, or all
    /// others.
    init(
        file: String, separator: UInt8, column: String, key: String,
        columns: [(column: String, key: String)]?
    ) {
        (self.file, self.separator, self.column) = (file, separator, column)
        (self.key, self.columns) = (key, columns)
    }

    /// Reads the file if it was changed; the answer is what is wrong with it, the first time that this
    /// is found.
    func refresh(at now: Timestamp) -> String? {
        state.withLock { state in
            if let last = state.lastLook, last <= now, now.since(last) < Self.interval {
                return nil
            }
            state.lastLook = now
            let stamp = FileStamp(of: file)
            guard stamp != state.stamp || (stamp == nil && !state.isBroken) else { return nil }
            state.stamp = stamp
            do {
                state.rows = try rows(stamp)
                state.isBroken = false
                return nil
            } catch {
                state.isBroken = true
                let former = state.rows.isEmpty ? "" : "; what it held before still counts"
                return "The table \(file) \(error)\(former)"
            }
        }
    }

    /// Adds tags of keys that are not there yet.
    func complete(_ tags: inout Tags) {
        let found = state.withLock { state in
            tags[key].flatMap { state.rows[$0.lowercased()] ?? [] }
        }
        let own = Set(tags.keys)
        for tag in found where !own.contains(tag.key) { tags.append(tag.key, tag.value) }
    }

    private func rows(
        _ stamp: FileStamp?
    ) throws(CSVProblem) -> [String: [(key: String, value: String)]] {
        guard let stamp, let bytes = FileStamp.content(of: file) else {
            throw CSVProblem("cannot be read")
        }
        guard stamp.size <= Self.sizeLimit else {
            throw CSVProblem("is larger than \(Self.sizeLimit) bytes")
        }
        var records = try CSVText.records(of: bytes, separator: separator)
        let names = records.isEmpty ? [] : records.removeFirst().fields
        guard Set(names).count == names.count else {
            throw CSVProblem("has two columns of one name")
        }
        guard let place = names.firstIndex(of: column) else {
            throw CSVProblem("has no column \(column.inOneLine)")
        }
        let wanted = columns ?? names.filter { $0 != column }.map { ($0, $0) }
        var places: [(place: Int, key: String)] = []
        for (column, key) in wanted {
            guard let place = names.firstIndex(of: column) else {
                throw CSVProblem("has no column \(column.inOneLine)")
            }
            places.append((place, key))
        }
        var rows: [String: [(key: String, value: String)]] = [:]
        for record in records {
            guard record.fields.count == names.count else {
                throw CSVProblem(
                    "has \(record.fields.count) values in line \(record.line), but "
                        + "\(names.count) columns")
            }
            let tags = places.map { (key: $0.key, value: record.fields[$0.place]) }
                .filter { !$0.value.isEmpty }
            rows[record.fields[place].lowercased(), default: []] += tags
        }
        return rows
    }
}
