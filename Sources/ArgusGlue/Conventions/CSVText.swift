/// Why a table cannot be used, to be read after its name.
struct CSVProblem: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Values with a separator between them, in quotes where they hold one (RFC 4180).
enum CSVText {
    /// A line, or several where a value goes on over lines.
    struct Record: Hashable, Sendable {
        /// The number of its first line.
        let line: Int
        var fields: [String]
    }

    /// The records, without empty lines, blanks around values removed where these have no quotes.
    static func records(
        of bytes: [UInt8], separator: UInt8
    ) throws(CSVProblem) -> [Record] {
        let mark = Array("\u{feff}".utf8)
        var rest = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var records: [Record] = []
        var line = 1
        while !rest.isEmpty {
            var record = Record(line: line, fields: [])
            var isEnd = false
            while !isEnd {
                record.fields.append(try field(&rest, separator, &line))
                isEnd = rest.first != separator
                rest = rest.dropFirst()
            }
            line += 1
            if record.fields != [""] { records.append(record) }
        }
        return records
    }

    /// Takes one value, up to the separator or the end of the line.
    private static func field(
        _ rest: inout ArraySlice<UInt8>, _ separator: UInt8, _ line: inout Int
    ) throws(CSVProblem) -> String {
        guard rest.first == 0x22 else {
            let end = rest.firstIndex { $0 == separator || $0 == 0x0a } ?? rest.endIndex
            defer { rest = rest[end...] }
            return String(String(decoding: rest[..<end], as: UTF8.self).trimmingBlanks())
        }
        let first = line
        var value: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            if byte == 0x0a { line += 1 }
            guard byte == 0x22 else {
                value.append(byte)
                continue
            }
            if rest.first == 0x22 {
                value.append(0x22)
                rest = rest.dropFirst()
                continue
            }
            if rest.first == 0x0d { rest = rest.dropFirst() }
            guard rest.isEmpty || rest.first == separator || rest.first == 0x0a else {
                throw CSVProblem("has something after a quoted value in line \(line)")
            }
            return String(decoding: value, as: UTF8.self)
        }
        throw CSVProblem("has a quote in line \(first) that does not end")
    }
}
