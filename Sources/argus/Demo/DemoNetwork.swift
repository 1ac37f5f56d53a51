/// The network that the demo speaks of: a regional carrier with a few sites and customers.
enum DemoNetwork {
    /// A place with machines in it.
    struct Site: Sendable {
        let name: String
        let room: String
        let routers: [String]
        let switches: [String]
        let servers: [String]
    }

    static let sites = [
        site("kollen", room: "K1-014", switches: 7, servers: ["db-01", "web-01", "mail-01"]),
        site("havna", room: "H2-003", switches: 5, servers: ["web-02", "dns-01"]),
        site("dalen", room: "D0-110", switches: 4, servers: ["backup-01"]),
        site("fjellet", room: "F1-001", switches: 3, servers: ["db-02", "log-01", "vm-04"]),
        site(
            "sentrum",
            room: "S4-220",
            switches: 9,
            servers: ["vm-01", "vm-02", "vm-03", "ldap-01"]
        ),
        site("skogen", room: "W1-007", switches: 2, servers: ["dns-02"]),
    ]

    static let customers = [
        "nordlys-kraft", "fjord-bank", "city-library", "blue-clinic", "havn-logistics", "skolenett",
    ]

    static let jobs = [
        "nightly-full", "mail-archive", "db-dump", "home-folders", "config-snapshots",
    ]

    static let certificates = ["www.example.net", "mail.example.net", "vpn.example.net"]

    private static func site(
        _ name: String,
        room: String,
        switches: Int,
        servers: [String]
    ) -> Site {
        Site(
            name: name,
            room: room,
            routers: ["\(name)-gw1", "\(name)-gw2"],
            switches: (1...switches).map { "\(name)-sw\($0)" },
            servers: servers.map { "\($0).\(name)" }
        )
    }
}
