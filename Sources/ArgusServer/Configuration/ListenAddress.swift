/// Where the server listens.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// Takes a host without brackets.
    package init(host: String, port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// Understands `HOST:PORT`, with brackets around an address that has colons itself; nil if the
    /// text is none.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        let host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            self.init(host: String(host.dropFirst().dropLast()), port: port)
        } else if host.contains(":") {
            return nil
        } else {
            self.init(host: host, port: port)
        }
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
