import ArgusCore
import ArgusHTTP
import ArgusIntegrations
import ArgusSettings
import ArgusVocabulary
import ArgusWire
import FoundationEssentials
import NIOCore

extension SettingKind where Value == DatabaseAddress {
    /// Where a database is; a password in it is not shown.
    static var database: SettingKind {
        SettingKind(expected: DatabaseAddress.expected) {
            DatabaseAddress($0)
        } write: {
            $0.description
        } shown: {
            DatabaseAddress.postgresql(connectionString: $0).description
        }
    }
}

extension SettingKind where Value == String {
    /// An address of the web, which is read without the slash at its end.
    static var url: SettingKind {
        SettingKind(expected: "an address that begins with http:// or https://") { text in
            guard isWebAddress(text) else { return nil }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        } write: {
            $0
        } shown: { text in
            text.lastIndex(of: "@").map { "***\(text[$0...])" } ?? text
        }
    }

    /// One with a name or a password in it would be shown to everybody.
    fileprivate static func isWebAddress(_ text: String) -> Bool {
        guard let url = URL(string: text), url.user == nil, url.password == nil else {
            return false
        }
        return ["http", "https"].contains(url.scheme ?? "") && url.host?.isEmpty == false
    }

    /// A mail server; what stands before the host is not shown.
    static var mailServer: SettingKind {
        SettingKind(
            expected: "smtp:// or smtps:// and a host, such as smtp://user:secret@mail.example.org"
        ) { text in
            guard let url = URL(string: text), ["smtp", "smtps"].contains(url.scheme ?? ""),
                url.host?.isEmpty == false, url.path.isEmpty || url.path == "/",
                text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
            else { return nil }
            return text
        } write: {
            $0
        } shown: { text in
            text.lastIndex(of: "@").map { "***\(text[$0...])" } ?? text
        }
    }

    /// An address of mail.
    static var mailAddress: SettingKind {
        SettingKind(expected: "an e-mail address") {
            // Mail within one machine has no dot in its domain.
            EmailAddress.isValid($0) || EmailAddress.isValid("\($0).localdomain") ? $0 : nil
        } write: {
            $0
        }
    }

    /// A text that says something.
    static var someText: SettingKind {
        SettingKind(expected: "a text that is not empty") { text in
            text.contains { !$0.isWhitespace } ? text : nil
        } write: {
            $0
        }
    }
}

extension SettingKind where Value == Set<String> {
    /// Addresses of IP, with commas or blanks between them; an empty text is none.
    static var addresses: SettingKind {
        SettingKind(expected: "addresses with commas, such as 10.0.0.2, ::1") { text in
            let addresses = text.split { $0 == "," || $0 == " " }.map(String.init)
            let areRight = addresses.allSatisfy {
                (try? SocketAddress(ipAddress: $0, port: 0)) != nil
            }
            return areRight ? Set(addresses) : nil
        } write: {
            $0.sorted().joined(separator: ", ")
        }
    }
}

extension SettingKind where Value == [IPNetwork] {
    /// Addresses and networks, with commas or blanks between them; an empty text is none.
    static var networks: SettingKind {
        SettingKind(expected: "addresses and networks with commas, such as 10.0.0.2, fd00::/8") {
            let networks = $0.split { $0 == "," || $0 == " " }.map { IPNetwork(String($0)) }
            return networks.contains(nil) ? nil : networks.compactMap { $0 }
        } write: {
            $0.map(\.description).joined(separator: ", ")
        }
    }
}

extension SettingKind where Value == [SiteAppearance.Link] {
    /// Names and addresses, with commas between the pairs; an empty text is none.
    static var links: SettingKind {
        let expected = "names and addresses with commas, such as Wiki=https://wiki.example.org"
        return SettingKind(expected: expected) { text in
            let links = text.split(separator: ",").map(link)
            return links.contains(nil) ? nil : links.compactMap { $0 }
        } write: { links in
            links.map { "\($0.label)=\($0.url)" }.joined(separator: ", ")
        }
    }

    private static func link(_ text: Substring) -> SiteAppearance.Link? {
        let parts = text.split(separator: "=", maxSplits: 1)
            .map { String($0.trimmingBlanks()) }
        guard parts.count == 2, !parts[0].isEmpty,
            SettingKind<String>.isWebAddress(parts[1])
        else { return nil }
        return SiteAppearance.Link(label: parts[0], url: parts[1])
    }
}

extension SettingKind where Value == FilterBlob {
    /// The fields of a filter, as the API has them.
    static var filterBlob: SettingKind {
        SettingKind(expected: "the fields of a filter as JSON, such as {\"open\": true}") { text in
            guard let json = try? JSONValue(parsing: text), let blob = try? FilterBlob(json) else {
                return nil
            }
            return blob
        } write: { _ in
            ""
        }
    }
}
