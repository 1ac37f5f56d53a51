/// Text that came from elsewhere, as it may be shown: nothing in it acts on a terminal, begins a
/// line of its own, or turns the direction in which the rest is read.
extension String {
    /// The text on one line, in which such characters stand as escapes: `\n`, `\u{1b}`.
    package var onOneLine: String {
        escaping { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
    }

    /// Each line of the text on one line, for texts whose line ends are our own.
    package var lineByLine: String {
        unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).onOneLine }.joined(separator: "\n")
    }

    /// JSON without white space, with such characters as JSON's own escapes: they can only stand
    /// in its strings, so it means the same.
    package var printableJSON: String {
        escaping { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private func escaping(_ escape: (Unicode.Scalar) -> String) -> String {
        guard unicodeScalars.contains(where: \.actsOnItsReader) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.actsOnItsReader {
                text += escape(scalar)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether it does something instead of being seen: the controls of ASCII and ISO 6429 (C1),
    /// the separators of lines and paragraphs, the controls of bidirectional text (Unicode Standard
    /// Annex #9), and the byte order mark.
    fileprivate var actsOnItsReader: Bool {
        switch value {
        case 0...0x1f, 0x7f...0x9f, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069,
            0xfeff:
            true
        default: false
        }
    }
}
