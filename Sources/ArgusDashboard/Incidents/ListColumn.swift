import ArgusCore
import ArgusVocabulary

/// A column of the list of incidents.
enum ListColumn: Hashable, Sendable {
    case level, age, start, end, source, type, description, tags, acked, ticket, id
    /// The values of a tag's key.
    case tag(String)
    /// A member of the metadata, and what is inside it, with dots between.
    case metadata(String)

    /// Those that are shown unless others are chosen.
    static let usual: [ListColumn] = [
        .level, .age, .start, .source, .description, .tags, .acked, .ticket,
    ]
    /// Those that have a name of their own.
    static let named: [ListColumn] = [
        .level, .age, .start, .end, .source, .type, .description, .tags, .acked, .ticket, .id,
    ]

    /// The column of a name in an address; nil if there is none.
    init?(_ name: String) {
        if let column = Self.named.first(where: { $0.name == name }) {
            self = column
        } else if let key = name.behind("tag:"), Self.isKey(key) {
            self = .tag(key)
        } else if let path = name.behind("metadata:"), path.count <= 200 {
            self = .metadata(path)
        } else {
            return nil
        }
    }

    /// More of them a list does not have.
    static let most = 20

    /// The columns of a text that names them with commas between, each once, and which of its names are
    /// none.
    static func list(_ text: String) -> (columns: [ListColumn], unknown: [String]) {
        let names = text.split(separator: ",").map { String($0.trimmingBlanks()) }
        return (
            names.compactMap { ListColumn($0) }.withoutRepetitions(),
            names.filter { ListColumn($0) == nil }
        )
    }

    /// What is said of a name that is none.
    static func problem(ofUnknown name: String) -> String {
        "There is no column “\(name.shortened(to: 80))”; a tag's is tag:KEY."
    }

    private static func isKey(_ text: String) -> Bool {
        text.utf8.count <= 200
            && text.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphanumericOrLine }
    }

    /// Its name in an address.
    var name: String {
        switch self {
        case .tag(let key): "tag:\(key)"
        case .metadata(let path): "metadata:\(path)"
        default: "\(self)"
        }
    }

    /// What stands on top of it.
    var title: String {
        switch self {
        case .tag(let key): key
        case .metadata(let path): path
        case .id: "Id"
        default: name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    /// The class by which a style sheet knows it.
    var style: String {
        switch self {
        case .level: "k-lv"
        case .source: "k-src"
        case .description: "k-desc"
        case .acked: "k-ack"
        case .tag, .metadata: "k-own"
        default: "k-\(name)"
        }
    }

    /// By what it sorts the list; nil if it does not.
    var sortKey: IncidentOrder.Key? {
        switch self {
        case .level: .level
        case .age, .start: .start
        case .source: .source
        case .acked: .acked
        case .end: .end
        default: nil
        }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isAlphanumericOrLine: Bool {
        isAlphabetic || numericType != nil || isIDContinue
    }
}

extension String {
    /// What stands behind a beginning; nil if it does not begin so, or nothing does.
    func behind(_ prefix: String) -> String? {
        hasPrefix(prefix) && utf8.count > prefix.utf8.count
            ? String(dropFirst(prefix.count)) : nil
    }
}
