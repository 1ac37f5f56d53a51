import ArgusAnswers
import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// The parameters by which a list is cut into pages, and the links to its other pages.
package struct ListLinks {
    private let call: Call

    /// Of the list that is asked for.
    package init(_ call: Call) {
        self.call = call
    }

    /// What a query may say of pages.
    package static let parameters: [any Asked] = [cursor, size]

    private static let cursor = Parameter<String>(
        "cursor", .text, "Where the page begins: what `next` and `previous` say."
    ) { text, _ in text }

    /// 100 unless asked otherwise; what is no positive number counts as not asked.
    private static let size = Parameter<Int>(
        "page_size", .integer(1...1000),
        "How many there are on a page: 100 unless asked otherwise, 1000 at most."
    ) { text, _ in Int(text).flatMap { $0 > 0 ? min($0, 1000) : nil } }

    /// The page that is asked for; refused if its cursor is none of ours.
    package var page: PageRequest {
        get throws(Refusal) {
            var cursor: PageRequest.Cursor?
            if let text = try call.asked(Self.cursor) {
                cursor = PageRequest.Cursor(text)
                if cursor == nil { throw .notFound("Invalid cursor") }
            }
            return PageRequest(size: try call.asked(Self.size) ?? 100, cursor: cursor)
        }
    }

    /// The address of another page: this one's, with all parameters sorted by name.
    private func url(_ cursor: PageRequest.Cursor) -> String {
        var items = call.query.items.filter { $0.name != "cursor" }.map { ($0.name, $0.value) }
        items.append(("cursor", cursor.text))
        items.sort { $0.0 < $1.0 }
        let query = items.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }
        return call.here.url(of: "\(call.path)?\(query.joined(separator: "&"))")
    }

    /// Writes the envelope of a page: `{"next", "previous", "results"}`.
    package func write(
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
}

extension PageRequest.Cursor {
    /// How it stands in an address: the row's time in microseconds and the primary key; `r` for going
    /// back.
    package var text: String { "\(isBackward ? "r" : "")\(time.microseconds)_\(id)" }

    /// Reads what stands in an address; nil if it is none of ours.
    package init?(_ text: String) {
        let isBackward = text.hasPrefix("r")
        let parts = text.dropFirst(isBackward ? 1 : 0).split(
            separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]) else {
            return nil
        }
        self.init(time: Timestamp(microseconds: time), id: id, isBackward: isBackward)
    }
}

extension Schema {
    /// A page of a list, with the addresses of its neighbours.
    package static func page(_ name: String, of items: Schema) -> Schema {
        answer(
            name,
            [
                "next": .url.orNull.note("The address of the next page; null on the last one."),
                "previous": .url.orNull.note(
                    "The address of the page before; null on the first one."),
                "results": .list(of: items),
            ])
    }
}
