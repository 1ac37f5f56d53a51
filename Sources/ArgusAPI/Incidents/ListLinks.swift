import ArgusCore
import ArgusHTTP
import ArgusTime

/// The parameters by which a list is cut into pages, and the links to its other pages.
struct ListLinks {
    private let call: Call

    init(_ call: Call) {
        self.call = call
    }

    /// The page that is asked for; refused if its cursor is none of ours.
    var page: IncidentPage {
        get throws(Refusal) {
            var cursor: IncidentPage.Cursor?
            if let text = call.query.value("cursor") {
                cursor = Self.cursor(text)
                if cursor == nil { throw .notFound("Invalid cursor") }
            }
            return IncidentPage(size: size, cursor: cursor)
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
    func url(_ cursor: IncidentPage.Cursor) -> String {
        var items = call.query.items.filter { $0.name != "cursor" }.map { ($0.name, $0.value) }
        items.append(("cursor", Self.text(cursor)))
        items.sort { $0.0 < $1.0 }
        let query = items.map { "\(percentEncoded($0.0))=\(percentEncoded($0.1))" }
        return call.absoluteURL("\(call.path)?\(query.joined(separator: "&"))")
    }

    /// A cursor as text: the start time in microseconds and the primary key; `r` for going back.
    private static func text(_ cursor: IncidentPage.Cursor) -> String {
        "\(cursor.isBackward ? "r" : "")\(cursor.startTime.microseconds)_\(cursor.id)"
    }

    private static func cursor(_ text: String) -> IncidentPage.Cursor? {
        let isBackward = text.hasPrefix("r")
        let parts = text.dropFirst(isBackward ? 1 : 0).split(
            separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]) else {
            return nil
        }
        return IncidentPage.Cursor(
            startTime: Timestamp(microseconds: time), id: id, isBackward: isBackward)
    }
}
