import ArgusCore
import HTTPTypes
import NIOCore

/// The address of whoever asks, by which failures are counted.
enum ClientAddress {
    /// The other end of the connection; if that is a proxy which is trusted, the last address in
    /// `X-Forwarded-For` that is none.
    ///
    /// A connection without an address comes from this machine.
    static func of(
        _ headers: HTTPFields, over connection: SocketAddress?, trusting proxies: Set<String>
    ) -> String {
        let nearest = connection?.ipAddress.map(plain) ?? ""
        guard isTrusted(connection, by: proxies) else { return place(nearest) }
        let forwarded = headers[values: .forwardedFor]
            .flatMap { $0.split(separator: ",") }
            .map { plain(withoutPort(String($0.trimmingBlanks()))) }
        return place(forwarded.last { !proxies.contains($0) } ?? nearest)
    }

    /// Whether what the other end of a connection says of others is believed.
    static func isTrusted(_ connection: SocketAddress?, by proxies: Set<String>) -> Bool {
        connection?.ipAddress.map { proxies.contains(plain($0)) } ?? true
    }

    /// What counts as one place: an address of version 4, or a network of version 6, of which
    /// anybody has as many addresses as they like (RFC 4291, section 2.5.1).
    static func place(_ address: String) -> String {
        let address = plain(address)
        guard address.contains(":"), (try? SocketAddress(ipAddress: address, port: 0)) != nil else {
            return String(address.prefix(64))
        }
        return groups(of: address).prefix(4).joined(separator: ":") + "::/64"
    }

    /// An address without the port of a connection, which some proxies write along: `192.0.2.9:1000`,
    /// `[2001:db8::1]:1000`, and also `[2001:db8::1]` (RFC 7239, section 6).
    static func withoutPort(_ text: String) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[..<end].dropFirst())
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : text
    }

    /// An address in its one usual form; that of version 4 where it stands within one of version 6.
    private static func plain(_ address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")),
            let written = try? SocketAddress(ipAddress: address, port: 0).ipAddress
        else { return address }
        return written.hasPrefix("::ffff:") && written.contains(".")
            ? String(written.dropFirst("::ffff:".count)) : written
    }

    /// The eight groups of an address of version 6, those too that `::` stands for.
    private static func groups(of address: String) -> [Substring] {
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
            .map { $0.split(separator: ":") }
        guard halves.count == 2 else { return halves.first ?? [] }
        let missing = max(0, 8 - halves[0].count - halves[1].count)
        return halves[0] + Array(repeating: "0", count: missing) + halves[1]
    }
}

extension HTTPField.Name {
    /// `X-Forwarded-For`: for whom the proxies between the asker and us asked, from the farthest.
    static let forwardedFor = Self("X-Forwarded-For") ?? .via
}
