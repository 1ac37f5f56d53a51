/// Where an incident's details are, from what its source wrote and the source's base URL.
package enum DetailsURL {
    /// Joins the two by RFC 3986 (section 5.2) if the first is not absolute and that gives a valid
    /// URL; else gives back what was written.
    package static func resolve(_ written: String, base: String) -> String {
        let reference = String(written.trimmingBlanks())
        guard !reference.isEmpty, !base.isEmpty, !WebURL.isValid(reference),
            !hasScheme(reference), let base = URLParts(base)
        else { return reference }
        let joined = join(reference, base)
        return WebURL.isValid(joined) ? joined : reference
    }

    private static func hasScheme(_ reference: String) -> Bool {
        guard let end = reference.firstIndex(where: { ":/?#".contains($0) }),
            reference[end] == ":", reference.first?.isLetter == true
        else { return false }
        return reference[..<end].allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))
        }
    }

    private static func join(_ reference: String, _ base: URLParts) -> String {
        if reference.hasPrefix("//") { return "\(base.scheme):\(reference)" }
        let root = "\(base.scheme)://\(base.authority)"
        let end = reference.firstIndex { "?#".contains($0) } ?? reference.endIndex
        let path = reference[..<end]
        let rest = reference[end...]
        if path.isEmpty { return root + base.path + rest }
        if path.hasPrefix("/") { return root + withoutDots(path) + rest }
        let directory = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? "/"
        return root + withoutDots("\(directory)\(path)"[...]) + rest
    }

    private static func withoutDots(_ path: Substring) -> String {
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
