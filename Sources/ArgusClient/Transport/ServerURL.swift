import ArgusVocabulary
import FoundationEssentials

/// The root of an Argus server: what stands before `/api/`.
struct ServerURL: Hashable, Sendable {
    /// Scheme, host and port, such as `https://noc.example.org`.
    let origin: String
    /// Host and port, as they stand in the header `Host`.
    let authority: String
    /// What comes after the origin, without a `/` at its end; empty for most servers.
    let path: String
    let host: String
    let port: Int
    let isSecure: Bool

    init(_ text: String) throws(ArgusError) {
        func problem(_ problem: String) -> ArgusError {
            ArgusError(.url(Self.withoutPassword(text), problem: problem))
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme)
        else { throw problem("does not begin with http:// or https://") }
        guard let host = parts.host, !host.isEmpty else { throw problem("names no host") }
        guard parts.user == nil, parts.password == nil else {
            throw problem("holds a name or a password, which belong in the token")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw problem("holds a query or a fragment")
        }
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        guard !"\(path)/".contains("/api/") else { throw problem("goes on with /api/") }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else {
            throw problem("has a port that there is not")
        }
        let port = parts.port.map { ":\($0)" } ?? ""
        let isAddress = host.contains(":") && !host.hasPrefix("[")
        authority = "\(isAddress ? "[\(host)]" : host)\(port)"
        origin = "\(scheme)://\(authority)"
        self.path = path
        self.host = host.trimmingBrackets.lowercased()
        isSecure = scheme == "https"
        self.port = parts.port ?? (isSecure ? 443 : 80)
    }

    /// The name that the server is asked for within TLS, where an address is none.
    var hostForTLS: String? { ExemptHosts.isAddress(host) ? nil : host }

    /// The URL without a `/` at its end.
    var root: String { origin + path }

    private static func withoutPassword(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        return "•••\(text[at...])"
    }
}

extension String {
    /// An IPv6 address without the brackets that it has in a URL.
    var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
