/// Writes compact JSON into a buffer of its own.
///
/// It does not check that what is written is JSON: callers put the commas and brackets. That makes
/// a page of a hundred incidents a matter of tens of microseconds.
package struct JSONWriter: ~Copyable {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes were written.
    package private(set) var count = 0

    /// Starts with room for `capacity` bytes; it grows as needed.
    package init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        bytes = .allocate(capacity: self.capacity)
    }

    deinit { bytes.deallocate() }

    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(by: more) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        copy.update(from: bytes, count: count)
        bytes.deallocate()
        (bytes, capacity) = (copy, larger)
    }

    /// Writes text that is JSON already.
    package mutating func raw(_ text: StaticString) {
        let size = text.utf8CodeUnitCount
        reserve(size)
        (bytes + count).update(from: text.utf8Start, count: size)
        count += size
    }

    /// Writes text that is JSON already.
    package mutating func raw(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Writes bytes that are JSON already.
    package mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        reserve(more.count)
        if let start = more.baseAddress { (bytes + count).update(from: start, count: more.count) }
        count += more.count
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int64) {
        raw(String(value))
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        if value { raw("true") } else { raw("false") }
    }

    /// Writes a quoted string.
    package mutating func string(_ text: String) {
        raw("\"")
        escaped(text)
        raw("\"")
    }

    /// Writes the inside of a quoted string.
    package mutating func escaped(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var plain = 0
            for index in utf8.indices {
                let byte = utf8[index]
                if byte >= 0x20, byte != 0x22, byte != 0x5c { continue }
                append(UnsafeBufferPointer(rebasing: utf8[plain..<index]))
                escape(byte)
                plain = index + 1
            }
            append(UnsafeBufferPointer(rebasing: utf8[plain...]))
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0a: raw("\\n")
        case 0x0c: raw("\\f")
        case 0x0d: raw("\\r")
        case 0x22: raw("\\\"")
        case 0x5c: raw("\\\\")
        default:
            let digits: StaticString = "0123456789abcdef"
            raw("\\u00")
            reserve(2)
            bytes[count] = digits.utf8Start[Int(byte >> 4)]
            bytes[count + 1] = digits.utf8Start[Int(byte & 15)]
            count += 2
        }
    }

    /// Writes any value.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: raw("null")
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let text): raw(text)
        case .string(let text): string(text)
        case .array(let items): list(items) { $0.value($1) }
        case .object(let object):
            raw("{")
            for (index, member) in object.members.enumerated() {
                if index > 0 { raw(",") }
                string(member.name)
                raw(":")
                self.value(member.value)
            }
            raw("}")
        }
    }

    /// Writes an array, an item at a time; inlined, so that a list of incidents is written by code that
    /// knows what an incident is.
    @inlinable
    package mutating func list<Item>(
        _ items: some Sequence<Item>, _ write: (inout JSONWriter, Item) throws -> Void
    ) rethrows {
        raw("[")
        var isFirst = true
        for item in items {
            if !isFirst { raw(",") }
            isFirst = false
            try write(&self, item)
        }
        raw("]")
    }

    /// Lends the bytes written so far.
    package borrowing func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// The bytes written so far, as text.
    package var text: String {
        withBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension JSONValue {
    /// The value as compact JSON.
    public var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }
}
