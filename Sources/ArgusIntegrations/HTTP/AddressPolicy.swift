/// To which addresses messages may go: to those of the whole Internet, and to those of the site's own
/// net that are allowed, since everybody who has an account says where messages go.
package struct AddressPolicy: Sendable {
    private let allowed: [IPNetwork]

    /// Allows these all the same.
    package init(allowing allowed: [IPNetwork] = []) {
        self.allowed = allowed
    }

    /// Allows all: for what the configuration alone names.
    package static let everywhere = AddressPolicy(
        allowing: ["0.0.0.0/0", "::/0"].compactMap { IPNetwork($0) })

    /// Whether messages may go to an address.
    package func allows(_ address: IPAddress) -> Bool {
        allowed.contains { $0.contains(address) }
            || !Self.special.contains { $0.contains(address) }
    }

    /// What leads to no place of the Internet, or to one by a translator (the registries of IANA for
    /// special-purpose addresses of IPv4 and IPv6, RFC 6890; RFC 5771 and RFC 4291 for multicast).
    private static let special: [IPNetwork] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
    ].compactMap { IPNetwork($0) }
}
