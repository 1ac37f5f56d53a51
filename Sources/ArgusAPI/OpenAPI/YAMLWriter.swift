import ArgusWire

/// Writes a JSON value as YAML 1.2 that people like to read.
struct YAMLWriter {
    private(set) var text = ""

    /// A value as a whole document.
    static func text(of value: JSONValue) -> String {
        var writer = YAMLWriter()
        writer.block(value, indent: 0)
        return writer.text
    }

    /// Writes a value in lines of its own, each with so many blanks before it.
    private mutating func block(_ value: JSONValue, indent: Int) {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            for member in object.members {
                margin(indent)
                text += Self.scalar(member.name)
                text += ":"
                self.value(member.value, indent: indent)
            }
        case .array(let items) where !items.isEmpty:
            for item in items {
                margin(indent)
                text += "-"
                self.item(item, indent: indent)
            }
        default:
            margin(indent)
            text += Self.inline(value) + "\n"
        }
    }

    /// Writes what follows a colon.
    private mutating func value(_ value: JSONValue, indent: Int) {
        if Self.isBlock(value) {
            text += "\n"
            block(value, indent: indent + (value.array == nil ? 2 : 0))
        } else {
            text += " \(Self.inline(value))\n"
        }
    }

    /// Writes what follows a dash: the first member of an object stands beside it.
    private mutating func item(_ item: JSONValue, indent: Int) {
        guard Self.isBlock(item) else {
            text += " \(Self.inline(item))\n"
            return
        }
        var inner = YAMLWriter()
        inner.block(item, indent: indent + 2)
        text += " " + inner.text.dropFirst(indent + 2)
    }

    private mutating func margin(_ indent: Int) {
        text += String(repeating: " ", count: indent)
    }

    private static func isBlock(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object): !object.members.isEmpty
        case .array(let items): !items.isEmpty
        default: false
        }
    }

    private static func inline(_ value: JSONValue) -> String {
        if case .string(let text) = value { scalar(text) } else { value.text }
    }

    /// A text as it is where nothing in it could be taken for something else, and quoted as in JSON
    /// otherwise.
    private static func scalar(_ text: String) -> String {
        isPlain(text) ? text : JSONValue.string(text).text
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/") else {
            return false
        }
        let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        guard !words.contains(text.lowercased()), !text.hasSuffix(":"), !text.hasSuffix(" ") else {
            return false
        }
        let hasSign = text.utf8.contains { !(isLetter($0) || plainSigns.contains($0)) }
        return !hasSign && !text.contains(": ") && !text.contains(" #")
    }

    private static let plainSigns = Set(" 0123456789_-/.,;:()'`{}=<>+?$#".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
