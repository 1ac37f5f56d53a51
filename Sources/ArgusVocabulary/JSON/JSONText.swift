/// A JSON value as ``JSONWriter`` writes it: written once, where the value comes in, and from then on
/// kept and passed on as it is, without being read.
///
/// Two of them are the same if their bytes are.
public struct JSONText: Hashable, Sendable {
    /// Compact JSON.
    public let text: String

    /// Writes a value.
    public init(_ value: JSONValue) {
        text = value.text
    }

    /// Takes what was written from a value before: it is trusted to be JSON.
    package init(kept text: String) {
        self.text = text
    }

    /// An object without members.
    public static let emptyObject = JSONText([:])

    /// The value, which is read from the text each time.
    public var value: JSONValue { (try? JSONValue(parsing: text)) ?? .null }

    public static func == (one: JSONText, other: JSONText) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension JSONWriter {
    /// Writes a value that was written before.
    package mutating func value(_ written: JSONText) {
        raw(written.text)
    }
}
