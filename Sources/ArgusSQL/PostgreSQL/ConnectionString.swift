import CPostgres

/// What a connection string of libpq's says (PostgreSQL 15 manual, 34.1.1), as far as anybody but
/// libpq may see it.
///
/// libpq's messages quote what they do not understand, and the end of a password that holds an `@`
/// is such a thing: a string that can be misread is never given to it.
package struct ConnectionString: Sendable {
    private let text: String

    private static let hidden = "***"

    /// Takes a string as it is set.
    package init(_ text: String) {
        self.text = text
    }

    /// Why it cannot be used, to be read after a colon and without a full stop; nil if it can.
    package var problem: String? {
        if canBeMisread {
            return "its password has a sign in it that must be written otherwise: "
                + "%40 for @, %3A for :, %2F for /, %3F for ?"
        }
        guard case .failure(let reason) = parts else { return nil }
        return "its connection string is not understood, \(reason.text)"
    }

    /// Whether it is an address from which a part of the password could be taken for something else.
    package var canBeMisread: Bool {
        guard let rest = address else { return false }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        if let at = rest[..<slash].firstIndex(of: "@") {
            if rest[..<at].contains("?") || rest[rest.index(after: at)...].contains("@") {
                return true
            }
        } else if rest.prefix(while: { $0 != "?" }).contains("@") {
            return true
        }
        guard case .success(let parts) = parts else { return false }
        let ports = parts.first { $0.name == "port" }?.value ?? ""
        return !ports.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ",") }
    }

    /// As it is set, but for its secrets; nothing but its scheme if it cannot be told where those are.
    package var shown: String {
        let scheme = text.split(separator: "://", maxSplits: 1).first.map { "\($0)://" }
        guard case .success(let parts) = parts, !canBeMisread else {
            guard address != nil || text.contains("@") || text.contains("=") else { return text }
            return text.contains("://") ? "\(scheme ?? "")\(Self.hidden)" : Self.hidden
        }
        guard let rest = address else {
            return parts.map { "\($0.name)=\($0.isSecret ? Self.hidden : $0.value)" }
                .joined(separator: " ")
        }
        let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = halves.dropFirst().map { "?\(Self.shownQuery($0))" }.joined()
        return "\(scheme ?? "")\(Self.withoutPassword(halves[0]))\(query)"
    }

    /// What follows the scheme; nil if it is no address but names with values.
    private var address: Substring? {
        for scheme in ["postgresql://", "postgres://"] where text.hasPrefix(scheme) {
            return text.dropFirst(scheme.count)
        }
        return nil
    }

    private static func withoutPassword(_ place: Substring) -> String {
        guard let at = place.firstIndex(of: "@") else { return String(place) }
        return place[..<at].prefix { $0 != ":" } + String(place[at...])
    }

    /// A name that is not written plainly may be that of a secret.
    private static func shownQuery(_ query: Substring) -> String {
        query.split(separator: "&", omittingEmptySubsequences: false).map { item in
            let name = item.prefix { $0 != "=" }
            let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") }
            let isSecret = !isPlain || name.lowercased().contains("password")
            return isSecret ? "\(name)=\(hidden)" : String(item)
        }.joined(separator: "&")
    }

    private struct Part {
        let name: String
        let value: String
        let isSecret: Bool
    }

    private struct Failure: Error {
        let text: String
    }

    /// What libpq reads in it, or why it cannot: without the piece that it quotes.
    private var parts: Result<[Part], Failure> {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            let reason = oneLine(message).prefix { $0 != "\"" && $0 != ":" }
            return .failure(Failure(text: String(reason.trimmingBlankEnd())))
        }
        defer { PQconninfoFree(options) }
        var parts: [Part] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                let isSecret = option.pointee.dispchar.map { String(cString: $0) == "*" } ?? false
                parts.append(
                    Part(
                        name: String(cString: keyword), value: String(cString: value),
                        isSecret: isSecret))
            }
            option += 1
        }
        return .success(parts)
    }
}

extension Substring {
    fileprivate func trimmingBlankEnd() -> Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
