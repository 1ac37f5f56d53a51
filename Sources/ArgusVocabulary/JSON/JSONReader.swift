extension JSONValue {
    /// Reads a JSON text (RFC 8259), which must be the whole of `bytes`.
    ///
    /// Refuses what the RFC does not allow, including `NaN`, invalid UTF-8 and lone surrogates,
    /// and values nested deeper than ``JSONReader/depthLimit``.
    package init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        var reader = JSONReader(bytes)
        self = try reader.value()
        try reader.expectEnd()
    }

    /// Reads a JSON text from an array of bytes.
    public init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        let result: Result<JSONValue, JSONSyntaxError> = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONSyntaxError) in try JSONValue(parsing: buffer) }
        }
        self = try result.get()
    }

    /// Reads a JSON text.
    public init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: Array(text.utf8))
    }
}

/// Walks over a JSON text, value by value.
///
/// Several values may follow each other, as in a stream: read until ``isAtEnd``.
package struct JSONReader {
    /// How many arrays and objects may stand within each other.
    package static let depthLimit = 128

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    /// Starts at the first of `bytes`, which must outlive the reader.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The offset of the next byte.
    package var offset: Int { position }

    /// Whether nothing but blanks is left.
    package var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.count
        }
    }

    func failure(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(reason, at: offset ?? position, in: bytes)
    }

    mutating func expectEnd() throws(JSONSyntaxError) {
        guard isAtEnd else { throw failure("Extra data") }
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func next() -> UInt8? {
        skipBlanks()
        return position < bytes.count ? bytes[position] : nil
    }

    /// Reads the next value.
    package mutating func value() throws(JSONSyntaxError) -> JSONValue {
        guard let first = next() else { throw failure("Expecting value") }
        switch first {
        case 0x22: return .string(try string())
        case 0x7b: return .object(try object())
        case 0x5b: return .array(try array())
        case 0x2d, 0x30...0x39: return try number()
        case 0x74 where skip("true"): return .bool(true)
        case 0x66 where skip("false"): return .bool(false)
        case 0x6e where skip("null"): return .null
        default: throw unexpectedValue()
        }
    }

    private mutating func unexpectedValue() -> JSONSyntaxError {
        for constant in ["NaN", "Infinity"] where bytes[position...].starts(with: constant.utf8) {
            return failure("Out of range float values are not JSON compliant: '\(constant)'")
        }
        return failure("Expecting value")
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] {
            return false
        }
        position += count
        return true
    }

    private mutating func enter() throws(JSONSyntaxError) {
        guard depth < Self.depthLimit else { throw failure("Too many nested values") }
        depth += 1
        position += 1
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONObject {
        try enter()
        defer { depth -= 1 }
        var object = JSONObject()
        if next() == 0x7d {
            position += 1
            return object
        }
        while true {
            guard next() == 0x22 else {
                throw failure("Expecting property name enclosed in double quotes")
            }
            let name = try string()
            guard next() == 0x3a else { throw failure("Expecting ':' delimiter") }
            position += 1
            object.set(name, to: try value())
            if next() == 0x7d {
                position += 1
                return object
            }
            guard next() == 0x2c else { throw failure("Expecting ',' delimiter") }
            position += 1
        }
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONValue] {
        try enter()
        defer { depth -= 1 }
        var items: [JSONValue] = []
        if next() == 0x5d {
            position += 1
            return items
        }
        while true {
            items.append(try value())
            if next() == 0x5d {
                position += 1
                return items
            }
            guard next() == 0x2c else { throw failure("Expecting ',' delimiter") }
            position += 1
        }
    }

    /// Readers of others refuse a whole list for one number that is longer: Python's takes 4,300 digits.
    private static let longestNumber = 1000

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        if bytes[position] == 0x2d {
            position += 1
            if skip("Infinity") {
                throw failure(
                    "Out of range float values are not JSON compliant: '-Infinity'", at: start)
            }
        }
        guard let integers = digits() else { throw failure("Expecting value", at: start) }
        if integers > 1, bytes[position - integers] == 0x30 {
            throw failure("Extra data", at: position - integers + 1)
        }
        var isInteger = true
        if position < bytes.count, bytes[position] == 0x2e {
            isInteger = false
            position += 1
            guard digits() != nil else { throw failure("Extra data", at: position - 1) }
        }
        if position < bytes.count, bytes[position] | 0x20 == 0x65 {
            isInteger = false
            position += 1
            if position < bytes.count, bytes[position] == 0x2b || bytes[position] == 0x2d {
                position += 1
            }
            guard digits() != nil else { throw failure("Extra data", at: position - 1) }
        }
        guard position - start <= Self.longestNumber else {
            throw failure("Number of more than \(Self.longestNumber) characters", at: start)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return isInteger ? Int64(text).map { .integer($0) } ?? .number(text) : .number(text)
    }

    private mutating func digits() -> Int? {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position > start ? position - start : nil
    }

    /// Reads a string; the next byte is its opening quote.
    private mutating func string() throws(JSONSyntaxError) -> String {
        let opening = position
        position += 1
        let start = position
        while position < bytes.count, bytes[position] >= 0x20, bytes[position] != 0x22,
            bytes[position] != 0x5c
        {
            position += 1
        }
        if position < bytes.count, bytes[position] == 0x22 {
            position += 1
            return try text(bytes[start..<position - 1], from: start)
        }
        return try escapedString(opening: opening, start: start)
    }

    /// Goes on with a string in which something else than plain text was met.
    private mutating func escapedString(
        opening: Int, start: Int
    ) throws(JSONSyntaxError) -> String {
        var decoded = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x22:
                position += 1
                return try text(decoded[...], from: start)
            case 0x5c: try escape(into: &decoded, opening: opening)
            case 0..<0x20: throw failure("Invalid control character at")
            default:
                decoded.append(byte)
                position += 1
            }
        }
        throw failure("Unterminated string starting at", at: opening)
    }

    private mutating func escape(
        into decoded: inout [UInt8], opening: Int
    ) throws(JSONSyntaxError) {
        guard position + 1 < bytes.count else {
            throw failure("Unterminated string starting at", at: opening)
        }
        let kind = bytes[position + 1]
        position += 2
        switch kind {
        case 0x22, 0x5c, 0x2f: decoded.append(kind)
        case 0x62: decoded.append(0x08)
        case 0x66: decoded.append(0x0c)
        case 0x6e: decoded.append(0x0a)
        case 0x72: decoded.append(0x0d)
        case 0x74: decoded.append(0x09)
        case 0x75: decoded.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw failure("Invalid \\escape", at: position - 2)
        }
    }

    /// Reads what follows `\u`, a second half of a surrogate pair included.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Character {
        let start = position - 1
        let problem = "Invalid \\uXXXX escape"
        guard var code = hexadecimal() else { throw failure(problem, at: start) }
        if (0xd800..<0xdc00).contains(code) {
            guard skip("\\u"), let low = hexadecimal(), (0xdc00..<0xe000).contains(low) else {
                throw failure(problem, at: start)
            }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure(problem, at: start) }
        return Character(scalar)
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            default: return nil
            }
        }
        position += 4
        return value
    }

    private func text(
        _ decoded: some Collection<UInt8>, from start: Int
    ) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw failure("Invalid UTF-8 in the string starting at", at: start)
        }
        return text
    }
}
