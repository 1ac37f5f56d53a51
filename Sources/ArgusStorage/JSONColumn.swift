import ArgusSQL
import FoundationEssentials

/// How a value stands in one column: as compact JSON with sorted keys, so that equal values are
/// equal texts.
enum JSONColumn {
    static func write(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}

extension SQLRow {
    /// The next column, a value as JSON.
    mutating func json<Value: Decodable>() throws -> Value {
        try JSONColumn.read(text())
    }
}
