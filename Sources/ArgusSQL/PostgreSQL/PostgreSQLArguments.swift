import CPostgres

/// The arguments of a statement as libpq takes them: types, and bytes in PostgreSQL's binary format.
struct PostgreSQLArguments {
    /// The types, as object ids of PostgreSQL's catalogue `pg_type`.
    let types: [Oid]
    private var bytes: [UInt8] = []
    /// Where each value begins in the bytes; nil for NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    init(_ values: [SQLValue]) {
        types = values.map(\.postgreSQLType)
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        let start = bytes.count
        switch value {
        case .null:
            starts.append(nil)
            lengths.append(0)
            return
        case .integer(let integer):
            withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
        case .text(let text): bytes.append(contentsOf: Self.storable(text).utf8)
        case .bytes(let raw): bytes.append(contentsOf: raw)
        }
        starts.append(start)
        lengths.append(Int32(bytes.count - start))
        // An empty value at the very end still needs an address.
        if bytes.count == start { bytes.append(0) }
    }

    /// A text as it can be kept: PostgreSQL knows no null characters.
    ///
    /// Input has none, so this is for look-ups by what nobody stored.
    private static func storable(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(text.map { $0 == "\0" ? "\u{fffd}" : $0 })
    }

    /// Hands the values on in the shape that libpq's functions take.
    func withValues<Value>(
        _ body: (
            _ count: Int32, _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?, _ formats: UnsafePointer<Int32>?
        ) -> Value
    ) -> Value {
        bytes.withUnsafeBytes { bytes in
            let values = starts.map { start in
                start.flatMap { bytes.baseAddress?.advanced(by: $0) }
                    .map { $0.assumingMemoryBound(to: CChar.self) }
            }
            let formats = Array(repeating: Int32(1), count: values.count)
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(
                            Int32(values.count), values.baseAddress, lengths.baseAddress,
                            formats.baseAddress)
                    }
                }
            }
        }
    }
}

extension SQLValue {
    /// The type's object id; 0 lets the server find out, which for NULL it must.
    fileprivate var postgreSQLType: Oid {
        switch self {
        case .null: 0
        case .integer: 20
        case .text: 25
        case .bytes: 17
        }
    }
}
