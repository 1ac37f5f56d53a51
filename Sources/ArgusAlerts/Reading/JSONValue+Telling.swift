import ArgusVocabulary

/// What programs write into JSON, in whatever type they happen to write it.
extension JSONValue {
    /// A string, a number or a truth value, as text; nil for anything else.
    package var plainText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// The text without blanks around it; nil if nothing is left.
    package var filledText: String? {
        plainText.flatMap { text in
            let trimmed = text.trimmingBlanks()
            return trimmed.isEmpty ? nil : String(trimmed)
        }
    }

    /// The text of a member without blanks around it; nil if nothing is left.
    package func filled(_ name: String) -> String? { self[name]?.filledText }

    /// The members of an object that are texts, or nothing; each with its name.
    package var texts: [(key: String, value: String)] {
        object?.members.compactMap { member in
            member.value.plainText.map { (key: member.name, value: $0) }
        } ?? []
    }
}

extension Timestamp {
    /// The time that a text says; nil if it is none, or so long ago that it stands for none, as the
    /// year 1 does in what Go writes.
    package init?(said text: String?, in zone: Zone) {
        guard let text, let moment = try? Timestamp(text.trimmingBlanks(), in: zone),
            moment > Timestamp(unixSeconds: 86_400)
        else { return nil }
        self = moment
    }
}
