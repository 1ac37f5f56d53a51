/// Which texts count as absolute URLs: those that Django's `URLValidator` accepts.
package enum WebURL {
    /// Whether a text is a URL with one of four schemes and a host that has a dot, is an address,
    /// or is `localhost`.
    package static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 2048, let parts = URLParts(text),
            ["http", "https", "ftp", "ftps"].contains(parts.scheme.lowercased()),
            !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 })
        else { return false }
        return isValidAuthority(parts.authority)
    }

    private static func isValidAuthority(_ authority: Substring) -> Bool {
        var host = authority
        if let at = host.lastIndex(of: "@") {
            let login = host[..<at].split(separator: ":", omittingEmptySubsequences: false)
            guard login.count <= 2, login.first?.isEmpty == false, !host[..<at].contains("@") else {
                return false
            }
            host = host[host.index(after: at)...]
        }
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            let address = host.dropFirst()[..<end]
            let port = host[host.index(after: end)...]
            return isIPv6(address) && (port.isEmpty || isPort(port))
        }
        if let colon = host.lastIndex(of: ":") {
            guard isPort(host[colon...]) else { return false }
            host = host[..<colon]
        }
        return host.lowercased() == "localhost" || isIPv4(host) || isDomainName(host)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && (2...6).contains(text.count)
            && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }

    static func isIPv4(_ host: Substring) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.allSatisfy { $0.isASCII && $0.isNumber } && (1...3).contains(part.count)
                    && (Int(part) ?? 256) <= 255 && (part == "0" || part.first != "0")
            }
    }

    static func isIPv6(_ address: Substring) -> Bool {
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false) }
        let groups = halves.joined()
        let isComplete =
            halves.count == 1 ? groups.count == 8 : halves.count == 2 && groups.count < 8
        return isComplete
            && groups.allSatisfy { group in
                (1...4).contains(group.count) && group.allSatisfy { $0.isASCII && $0.isHexDigit }
            }
    }

    /// Labels of letters, digits and inner hyphens, the last one without digits.
    private static func isDomainName(_ host: Substring) -> Bool {
        var labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.count >= 2, host.utf8.count <= 253, let last = labels.last else {
            return false
        }
        let isTopLevel =
            last.lowercased().hasPrefix("xn--")
            || (last.count >= 2 && !last.contains { $0.isASCII && $0.isNumber })
        return isTopLevel && labels.allSatisfy(isLabel)
    }

    static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.count) && label.first != "-" && label.last != "-"
            && label.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-": true
                default: (0xa1...0xffff).contains(scalar.value)
                }
            }
    }
}

/// A URL with an authority, cut into its parts (RFC 3986, section 3).
struct URLParts: Sendable {
    let scheme: Substring
    let authority: Substring
    let path: Substring
    /// The query with its `?` and the fragment with its `#`, or nothing.
    let rest: Substring

    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            return nil
        }
        scheme = text[..<colon]
        guard let first = scheme.first, first.isASCII, first.isLetter,
            scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        else { return nil }
        let afterSlashes = text[text.index(colon, offsetBy: 3)...]
        let end = afterSlashes.firstIndex { "/?#".contains($0) } ?? afterSlashes.endIndex
        authority = afterSlashes[..<end]
        guard !authority.isEmpty else { return nil }
        let tail = afterSlashes[end...]
        let pathEnd = tail.firstIndex { "?#".contains($0) } ?? tail.endIndex
        path = tail[..<pathEnd]
        rest = tail[pathEnd...]
    }
}
