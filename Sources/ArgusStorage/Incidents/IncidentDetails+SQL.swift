import ArgusSQL
import ArgusVocabulary

/// Each member is a column of the table `incident` that has its name.
extension IncidentDetails {
    /// The columns, for a new row.
    static let names = SQL(
        unsafe: IncidentMember.all.map(\.name).joined(separator: ", "))

    /// The columns, for a query.
    static let columns = SQL(
        unsafe: IncidentMember.all.map { "incident.\($0.name)" }.joined(separator: ", "))

    /// Reads ``columns``.
    init(row: inout SQLRow) throws {
        self.init()
        for member in IncidentMember.all {
            self[member] =
                switch member.kind {
                case .text, .url: .text(row.text())
                case .level: .level(try row.level())
                case .json: .json(row.jsonText())
                }
        }
    }

    /// What stands in ``names``.
    var values: [Value?] { IncidentMember.all.map { self[$0] } }

    /// What stands in ``names`` of many rows, an array for each column.
    static func arrays(_ all: [IncidentDetails]) -> [SQLValue] {
        IncidentMember.all.map { member in .column(all.map { $0[member]?.sqlValue ?? .null }) }
    }

    /// Gives every column its value.
    var assignments: SQL {
        SQL(
            IncidentMember.all.map { "\(SQL(unsafe: $0.name)) = \(self[$0])" }, joined: ", ")
    }
}

extension IncidentDetails.Value: SQLEncodable {
    package var sqlValue: SQLValue {
        switch self {
        case .text(let text): text.sqlValue
        case .level(let level): level.rawValue.sqlValue
        case .json(let json): json.sqlValue
        }
    }
}
