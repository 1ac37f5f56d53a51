import ArgusSettings

/// A kind of monitoring system that sends to ports of `argus-glue run` which are its own.
package protocol ListeningSystem: MonitoringSystem {
    /// Where it is listened for.
    var listeners: [Listener] { get }
}

/// A port, or a socket in the file system, at which one source is listened for.
package struct Listener: Sendable {
    /// What is spoken there.
    package enum Kind: String, Sendable {
        case syslogUDP = "syslog-udp"
        case syslogTCP = "syslog-tcp"
        case smtp, lmtp
    }

    /// Where it is.
    package enum Place: Hashable, Sendable, CustomStringConvertible {
        case address(ListenAddress)
        case socket(String)

        package var description: String {
            switch self {
            case .address(let address): address.description
            case .socket(let path): path
            }
        }
    }

    package let kind: Kind
    package let place: Place
    /// What it shows, if it speaks TLS.
    package let certificate: ListenerCertificate?

    init(_ kind: Kind, _ place: Place, certificate: ListenerCertificate? = nil) {
        (self.kind, self.place, self.certificate) = (kind, place, certificate)
    }

    /// What is spoken, and where, in words for people.
    package var description: String {
        "\(kind.rawValue)\(certificate == nil ? "" : " with TLS") \(place)"
    }
}

/// The PEM files of a port that speaks TLS.
package struct ListenerCertificate: Hashable, Sendable {
    package let file: String
    package let key: String
    /// The authorities of which clients must show a certificate; nil if they need none.
    package let clientAuthorities: String?

    /// What is set about them, for one system.
    struct Settings: Sendable {
        let certificate: Setting<String?>
        let key: Setting<String?>
        let clientAuthorities: Setting<String?>

        /// Declares them in a section, for the port that a setting names.
        init(_ section: String, _ port: String) {
            certificate = Setting(
                "\(section).certificate", .text, "a PEM file with the certificate chain for \(port)"
            )
            key = Setting(
                "\(section).certificate_key", .text, "a PEM file with the key of that certificate")
            clientAuthorities = Setting(
                "\(section).client_ca_file", .text, usually: "anybody may send",
                "a PEM file with the authorities of those who may send")
        }

        var all: [any AnySetting] { [certificate, key, clientAuthorities] }
    }

    /// Reads them, and reports what is missing for a port that needs them.
    init?(
        _ settings: inout SettingsReader, _ own: Settings, for port: ListenAddress?,
        _ portSetting: any AnySetting
    ) {
        let (file, key) = (settings.read(own.certificate), settings.read(own.key))
        let authorities = settings.read(own.clientAuthorities)
        for (setting, path) in [
            (own.certificate, file), (own.key, key), (own.clientAuthorities, authorities),
        ] {
            if let path, !SystemFolder.mayRead(path) {
                settings.report(setting, "names a file that cannot be read: \(path)")
            }
        }
        guard port != nil else { return nil }
        guard let file, let key else {
            settings.report(
                file == nil ? own.certificate : own.key,
                "is missing: \(settings.name(of: portSetting)) needs a certificate and its key")
            return nil
        }
        (self.file, self.key, clientAuthorities) = (file, key, authorities)
    }
}
