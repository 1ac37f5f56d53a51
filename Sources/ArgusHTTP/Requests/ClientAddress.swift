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
        let nearest = connection?.ipAddress
        guard nearest.map(proxies.contains) ?? true else { return place(nearest ?? "") }
        let forwarded = headers[values: .forwardedFor]
            .flatMap { $0.split(separator: ",") }
            .map { String($0.trimmingBlanks()) }
        let client = forwarded.last { !proxies.contains($0) }
        return place(client ?? nearest ?? "")
    }

    /// What counts as one place: an address of version 4, or a network of version 6, of which
    /// anybody has as many addresses as they like (RFC 4291, section 2.5.1).
    static func place(_ address: String) -> String {
        guard let written = try? SocketAddress(ipAddress: address, port: 0).ipAddress,
            written.contains(":")
        else { return String(address.prefix(64)) }
        if written.hasPrefix("::ffff:"), written.contains(".") {
            return String(written.dropFirst("::ffff:".count))
        }
        return groups(of: written).prefix(4).joined(separator: ":") + "::/64"
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
