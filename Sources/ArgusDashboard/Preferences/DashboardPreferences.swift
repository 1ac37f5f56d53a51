import ArgusCore
import ArgusHTTP
import ArgusVocabulary

/// How somebody likes the pages to be; what was never said, or is not understood, is as usual.
///
/// Kept as a JSON object under the names that the existing server's pages use, so that what people
/// chose there holds here.
struct DashboardPreferences: Equatable, Sendable {
    var theme = Theme.system
    /// In which zone times are written; nil for the server's.
    var zone: Zone?
    var dateFormat = DateFormat.plain
    var density = Density.compact
    /// How many rows a list shows.
    var pageSize = ListAddress.usualSize
    /// Which columns the list shows, in their order.
    var columns = ListColumn.usual
    /// A path of this site.
    var startPage = "/incidents/"
    /// Whether single keys do something.
    var usesKeys = true

    /// Under which name they are kept.
    static let namespace = Preferences.dashboard
    /// How many rows a list can show.
    static let pageSizes = [10, 20, 50, 100, 200]

    /// Light or dark.
    enum Theme: String, CaseIterable, Sendable {
        case system, light, dark
    }

    /// How high the rows of lists are.
    enum Density: String, CaseIterable, Sendable {
        case compact, standard
    }

    /// How a moment is written.
    enum DateFormat: String, CaseIterable, Sendable {
        case plain = "LOCALE"
        case iso = "ISO"
        case rfc5322 = "RFC5322"
        case epoch = "EPOCH"
    }

    /// All as usual.
    init() {}

    /// Reads what is kept; nil if nothing is.
    init(json: String?) {
        guard let json, let kept = try? JSONValue(parsing: json) else { return }
        theme = Self.choice(kept, "theme") ?? theme
        dateFormat = Self.choice(kept, "datetime_format_name") ?? dateFormat
        density = Self.choice(kept, "incidents_table_layout") ?? density
        zone = kept["time_zone"]?.string.flatMap { Zone(named: $0) }
        pageSize =
            kept["page_size"]?.integer.map { Int(clamping: $0) }
            .flatMap { Self.pageSizes.contains($0) ? $0 : nil } ?? pageSize
        columns = Self.columns(kept["columns"]) ?? columns
        startPage = kept["start_page"]?.string.flatMap { Self.isPath($0) ? $0 : nil } ?? startPage
        usesKeys = kept["keys"]?.bool ?? usesKeys
    }

    private static func choice<Choice: RawRepresentable<String>>(
        _ kept: JSONValue, _ name: String
    ) -> Choice? {
        kept[name]?.string.flatMap(Choice.init(rawValue:))
    }

    private static func columns(_ kept: JSONValue?) -> [ListColumn]? {
        let names = kept?.array?.prefix(ListColumn.most).compactMap(\.string) ?? []
        let columns = names.compactMap { ListColumn($0) }.withoutRepetitions()
        return columns.isEmpty ? nil : columns
    }

    /// A query of the list, with what this says of columns and rows on a page where that says nothing of
    /// it: so the address has all that is shown.
    func completing(_ query: String) -> String {
        let asked = Query(query)
        var parts = query.isEmpty ? [] : [query]
        if columns != ListColumn.usual, !asked.contains("columns") {
            parts.append("columns=\(columns.map(\.name).joined(separator: ",").queryEncoded)")
        }
        if pageSize != ListAddress.usualSize, !asked.contains("page_size") {
            parts.append("page_size=\(pageSize)")
        }
        return parts.joined(separator: "&")
    }

    /// Whether a text is a path of this site, and of no other.
    static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && !text.hasPrefix("//") && !text.contains("\\")
            && text.unicodeScalars.allSatisfy { (0x21...0x7e).contains($0.value) }
    }
}
