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
        types = values.map { $0.postgreSQLType.id }
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        if case .null = value {
            starts.append(nil)
            lengths.append(0)
            return
        }
        let start = bytes.count
        write(value)
        starts.append(start)
        lengths.append(Int32(bytes.count - start))
        // An empty value at the very end still needs an address.
        if bytes.count == start { bytes.append(0) }
    }

    private mutating func write(_ value: SQLValue) {
        switch value {
        case .null: break
        case .integer(let integer): write(integer)
        case .text(let text): bytes.append(contentsOf: Self.storable(text).utf8)
        case .bytes(let raw): bytes.append(contentsOf: raw)
        case .column(let values): write(values)
        }
    }

    private mutating func write(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// An array of one dimension, counted from 1, as `array_recv` in PostgreSQL's sources reads it.
    private mutating func write(_ values: [SQLValue]) {
        write(Int32(values.isEmpty ? 0 : 1))
        write(Int32(values.contains(.null) ? 1 : 0))
        write(Int32(bitPattern: SQLValue.type(of: values).id))
        guard !values.isEmpty else { return }
        write(Int32(values.count))
        write(Int32(1))
        for value in values {
            let place = bytes.count
            write(Int32(-1))
            guard value != .null else { continue }
            write(value)
            let length = Int32(bytes.count - place - 4)
            withUnsafeBytes(of: length.bigEndian) {
                bytes.replaceSubrange(place..<place + 4, with: $0)
            }
        }
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
    /// Object ids of PostgreSQL's catalogue `pg_type`: of a type, and of arrays of it.
    fileprivate typealias TypeIDs = (id: Oid, array: Oid)

    /// The type; 0 lets the server find out, which for NULL it must.
    fileprivate var postgreSQLType: TypeIDs {
        switch self {
        case .null: (0, 0)
        case .integer: (20, 1016)
        case .text: (25, 1009)
        case .bytes: (17, 1001)
        case .column(let values): (Self.type(of: values).array, 0)
        }
    }

    /// The type of all values of a column; of a column without any, any will do.
    fileprivate static func type(of values: [SQLValue]) -> TypeIDs {
        (values.first { $0 != .null } ?? .integer(0)).postgreSQLType
    }
}
