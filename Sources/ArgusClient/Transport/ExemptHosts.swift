#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The hosts that are reached without a proxy: the variable `no_proxy`.
///
/// Names, which stand for their subdomains too, addresses, and networks such as `10.0.0.0/8`, with
/// commas or blanks between; `*` alone stands for all.
struct ExemptHosts: Sendable {
    private let entries: [String]

    init(_ text: String) {
        entries = text.lowercased().split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    func contains(_ host: String) -> Bool {
        if entries == ["*"] { return true }
        let address = Self.address(host)
        return entries.contains { entry in
            guard let address else { return Self.covers(name: entry, host) }
            let parts = entry.split(separator: "/", maxSplits: 1)
            guard let network = parts.first.flatMap({ Self.address(String($0).trimmingBrackets) }),
                network.count == address.count
            else { return false }
            let bits = parts.count == 2 ? Int(parts[1]) : network.count * 8
            return bits.map { Self.share(network, address, bits: $0) } ?? false
        }
    }

    /// Whether a host is given by its address.
    static func isAddress(_ host: String) -> Bool { address(host) != nil }

    private static func covers(name entry: String, _ host: String) -> Bool {
        let name = entry.drop { $0 == "." }
        let plain = host.hasSuffix(".") ? String(host.dropLast()) : host
        return !name.isEmpty && (plain == name || plain.hasSuffix(".\(name)"))
    }

    /// Whether the first bits are the same.
    private static func share(_ one: [UInt8], _ other: [UInt8], bits: Int) -> Bool {
        guard (0...one.count * 8).contains(bits) else { return false }
        return (0..<bits).allSatisfy { bit in
            (one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8)) == 0
        }
    }

    /// The 4 or 16 bytes of an address; nil if the text is a name.
    private static func address(_ text: String) -> [UInt8]? {
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: size)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
