import ArgusCore
import ArgusHTTP
import ArgusTime
import ArgusWire

/// The parameters by which a list is cut into pages, and the links to its other pages.
struct ListLinks {
    private let call: Call

    init(_ call: Call) {
        self.call = call
    }

    /// The page that is asked for; refused if its cursor is none of ours.
    var page: PageRequest {
        get throws(Refusal) {
            var cursor: PageRequest.Cursor?
            if let text = call.query.value("cursor") {
                cursor = Self.cursor(text)
                if cursor == nil { throw .notFound("Invalid cursor") }
            }
            return PageRequest(size: size, cursor: cursor)
        }
    }

    /// 100 unless asked otherwise; what is no positive number counts as not asked.
    private var size: Int {
        guard let size = call.query.value("page_size").flatMap({ Int($0) }), size > 0 else {
            return 100
        }
        return min(size, 1000)
    }

    /// The address of another page: this one's, with all parameters sorted by name.
    func url(_ cursor: PageRequest.Cursor) -> String {
        var items = call.query.items.filter { $0.name != "cursor" }.map { ($0.name, $0.value) }
        items.append(("cursor", Self.text(cursor)))
        items.sort { $0.0 < $1.0 }
        let query = items.map { "\(percentEncoded($0.0))=\(percentEncoded($0.1))" }
        return call.absoluteURL("\(call.path)?\(query.joined(separator: "&"))")
    }

    /// Writes the envelope of a page: `{"next", "previous", "results"}`.
    func write(
        _ writer: inout JSONWriter, _ next: PageRequest.Cursor?, _ previous: PageRequest.Cursor?,
        results: (inout JSONWriter) -> Void
    ) {
        writer.raw("{\"next\":")
        writer.value(next.map { .string(url($0)) } ?? .null)
        writer.raw(",\"previous\":")
        writer.value(previous.map { .string(url($0)) } ?? .null)
        writer.raw(",\"results\":")
        results(&writer)
        writer.raw("}")
    }

    /// A cursor as text: the row's time in microseconds and the primary key; `r` for going back.
    private static func text(_ cursor: PageRequest.Cursor) -> String {
        "\(cursor.isBackward ? "r" : "")\(cursor.time.microseconds)_\(cursor.id)"
    }

    private static func cursor(_ text: String) -> PageRequest.Cursor? {
        let isBackward = text.hasPrefix("r")
        let parts = text.dropFirst(isBackward ? 1 : 0).split(
            separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]) else {
            return nil
        }
        return PageRequest.Cursor(
            time: Timestamp(microseconds: time), id: id, isBackward: isBackward)
    }
}
