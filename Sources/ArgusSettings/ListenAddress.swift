/// An address of this machine that a program listens on.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// Takes a host without brackets.
    package init(host: String, port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// Understands `HOST:PORT`, with brackets around an address that has colons itself; nil if the
    /// text is none.
    package init?(_ text: String) {
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

extension SettingKind where Value == ListenAddress {
    /// Where to listen.
    package static var listen: SettingKind {
        let expected = "HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000"
        return SettingKind(expected: expected) {
            ListenAddress($0)
        } write: {
            $0.description
        }
    }
}
