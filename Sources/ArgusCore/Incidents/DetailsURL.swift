/// Finds where an incident's details are, from what its source wrote and the source's base URL.
package struct DetailsURL: Sendable {
    private let base: URLParts?
    private let isBaseValid: Bool

    /// Prepares to resolve what a source with this base URL writes.
    package init(base: String) {
        self.base = base.isEmpty ? nil : URLParts(base)
        isBaseValid = self.base.map { WebURL.isValid("\($0.scheme)://\($0.authority)/") } ?? false
    }

    /// Joins the two by RFC 3986 (section 5.2) if what was written is not absolute and that gives a
    /// valid URL; else gives back what was written.
    package func resolve(_ written: String) -> String {
        let reference = String(written.trimmingBlanks())
        guard let base, !reference.isEmpty, !Self.hasScheme(reference) else { return reference }
        if reference.hasPrefix("//") {
            let joined = "\(base.scheme):\(reference)"
            return WebURL.isValid(joined) ? joined : reference
        }
        let joined = Self.join(reference, base)
        return isBaseValid && Self.isPlain(joined) ? joined : reference
    }

    /// Whether a text that begins with a valid scheme and host is a valid URL as a whole.
    private static func isPlain(_ url: String) -> Bool {
        let utf8 = url.utf8
        guard utf8.count <= 2048 else { return false }
        return utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } || WebURL.isValid(url)
    }

    private static func hasScheme(_ reference: String) -> Bool {
        guard let colon = reference.utf8.firstIndex(of: 0x3a),
            let first = reference.utf8.first, isLetter(first)
        else { return false }
        return reference.utf8[..<colon].allSatisfy {
            isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2b || $0 == 0x2d || $0 == 0x2e
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20)
    }

    private static func join(_ reference: String, _ base: URLParts) -> String {
        let root = "\(base.scheme)://\(base.authority)"
        let end = reference.utf8.firstIndex { $0 == 0x3f || $0 == 0x23 } ?? reference.endIndex
        let path = reference[..<end]
        let rest = reference[end...]
        if path.isEmpty { return root + base.path + rest }
        if path.utf8.first == 0x2f { return root + withoutDots(path) + rest }
        let directory = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? "/"
        return root + withoutDots("\(directory)\(path)"[...]) + rest
    }

    private static func withoutDots(_ path: Substring) -> String {
        guard path.utf8.contains(0x2e) else { return String(path) }
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return kept.joined(separator: "/")
    }
}
