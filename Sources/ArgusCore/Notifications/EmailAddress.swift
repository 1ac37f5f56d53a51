/// Which texts count as e-mail addresses: those that Django's `EmailValidator` accepts.
package enum EmailAddress {
    /// Whether a text is `local@domain`, the domain being a name with a dot, an address in brackets,
    /// or `localhost`.
    package static func isValid(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= 320, let at = text.lastIndex(of: "@") else {
            return false
        }
        return isLocal(text[..<at]) && isDomain(text[text.index(after: at)...])
    }

    private static func isLocal(_ text: Substring) -> Bool {
        if text.first == "\"", text.last == "\"", text.count >= 2 {
            return isQuoted(text.dropFirst().dropLast())
        }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.unicodeScalars.allSatisfy { scalar in
                    switch scalar {
                    case "a"..."z", "A"..."Z", "0"..."9": true
                    default: "-!#$%&'*+/=?^_`{}|~".unicodeScalars.contains(scalar)
                    }
                }
        }
    }

    /// What stands between quotes (RFC 5322, section 3.2.4), without line breaks.
    private static func isQuoted(_ text: Substring) -> Bool {
        var isEscaped = false
        for scalar in text.unicodeScalars {
            guard (1...127).contains(scalar.value), scalar != "\r", scalar != "\n" else {
                return false
            }
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" || scalar == " " || scalar == "\t" {
                return false
            }
        }
        return !isEscaped
    }

    private static func isDomain(_ text: Substring) -> Bool {
        if text.lowercased() == "localhost" { return true }
        if text.first == "[", text.last == "]" {
            let address = text.dropFirst().dropLast()
            return WebURL.isIPv4(address) || WebURL.isIPv6(address)
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
        return labels.allSatisfy(WebURL.isLabel)
    }
}
