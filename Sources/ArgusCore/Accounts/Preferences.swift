/// The rules for what programs keep for their users: for each account and namespace a JSON object.
package enum Preferences {
    /// Where the pages keep what somebody likes, the time zone too.
    package static let dashboard = "argus_htmx"
    /// The member of those that names a time zone.
    package static let zone = "time_zone"

    /// The most bytes that the preferences of a namespace may have as JSON.
    package static let largest = 65_536
    /// The most namespaces that an account may have.
    package static let mostNamespaces = 50

    /// Refuses what cannot name a namespace.
    package static func check(namespace: String) throws(Refusal) {
        let isAllowed = namespace.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5f
                || byte == 0x2d
        }
        guard isAllowed, (1...255).contains(namespace.utf8.count) else {
            throw .invalid(
                "namespace",
                "A namespace has 1 to 255 lower-case letters, digits, hyphens and underscores.")
        }
    }

    /// Refuses preferences that are too large to keep.
    package static func check(json: String) throws(Refusal) {
        guard json.utf8.count <= largest else {
            throw .tooLarge("The preferences of a namespace have at most \(largest) bytes.")
        }
    }
}
