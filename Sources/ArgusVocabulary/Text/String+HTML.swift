extension String {
    /// The text so that HTML shows it as it is, also in the value of an attribute.
    ///
    /// It is escaped sign by sign: a combining mark behind a quote makes another character of it, but
    /// the quote ends the attribute all the same.
    package var escapedForHTML: String {
        guard utf8.contains(where: Self.isSpecial) else { return self }
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
