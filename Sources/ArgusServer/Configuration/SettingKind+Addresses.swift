import ArgusSettings
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

extension SettingKind where Value == ListenAddress {
    /// Where to listen.
    static var listen: SettingKind {
        let expected = "HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000"
        return SettingKind(expected: expected) {
            ListenAddress($0)
        } write: {
            $0.description
        }
    }
}

extension SettingKind where Value == String {
    /// An address of the web, which is read without the slash at its end.
    static var url: SettingKind {
        SettingKind(expected: "an address that begins with http:// or https://") { text in
            guard let url = URL(string: text), ["http", "https"].contains(url.scheme ?? ""),
                url.host?.isEmpty == false
            else { return nil }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
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
