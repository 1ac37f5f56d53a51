import ArgusSettings

/// What can be set about sources that post their alerts, and about the port that they post to.
package enum WebhookSetting {
    static let listen = Setting(
        "glue.listen", .listen, usual: ListenAddress(host: "127.0.0.1", port: 8010),
        "where `argus-glue run` takes what is posted, if a source posts")
    static let certificate = Setting(
        "glue.tls_certificate", .text, usually: "no TLS",
        "a PEM file with the certificate chain of that port")
    static let key = Setting(
        "glue.tls_key", .text, usually: "no TLS", "a PEM file with the key of that certificate")
    static let maxBody = Setting(
        "glue.max_body", .size, usual: 1 << 20,
        "the most bytes that are taken at once; `K`, `M`, `G`")

    static let statusListen = Setting(
        "glue.status_listen", .listen, usually: "none",
        "where `argus-glue run` tells how the spool stands, with no secret asked for")

    /// What can be set about the ports.
    package static let port: [any AnySetting] = [
        listen, certificate, key, maxBody, statusListen,
    ]

    static let secret = Setting(
        "secret", .text, isSecret: true,
        "what the monitoring system shows when it posts, 16 characters or more")
    static let secretFile = Setting(
        "secret_file", .text, "a file that holds the secret, in place of it")
    static let authentication = Setting(
        "authentication", .choice, usual: WebhookAuthentication.Kind.secret,
        "what it shows: the `secret`, or a `signature` of the body by it (HMAC with SHA-256)")
    static let signatureHeader = Setting(
        "signature_header", .text, usually: "the system's own, or `X-Signature`",
        "the header with the signature, in hexadecimal digits")
    static let timestampHeader = Setting(
        "timestamp_header", .text, usually: "none",
        "the header with the Unix time that is signed together with the body, as `TIME:BODY`")

    /// What can be set about each source that posts.
    package static let ofSource: [any AnySetting] = [
        secret, secretFile, authentication, signatureHeader, timestampHeader,
    ]
}

/// The port that alerts are posted to.
package struct WebhookPort: Sendable {
    /// Where it listens.
    package var address: ListenAddress
    /// The PEM files of its certificate and its key; nil for no TLS.
    package var certificate: (file: String, key: String)?
    /// The most bytes of a body.
    package var maxBody: Int

    init(_ settings: inout SettingsReader) {
        address = settings.read(WebhookSetting.listen)
        maxBody = settings.read(WebhookSetting.maxBody)
        let (file, key) = (
            settings.read(WebhookSetting.certificate), settings.read(WebhookSetting.key)
        )
        for (setting, path) in [(WebhookSetting.certificate, file), (WebhookSetting.key, key)] {
            if let path, !SystemFolder.mayRead(path) {
                settings.report(setting, "names a file that cannot be read: \(path)")
            }
        }
        if let file, let key { certificate = (file, key) }
        if (file == nil) != (key == nil) {
            settings.report(
                file == nil ? WebhookSetting.certificate : WebhookSetting.key,
                "is missing: a certificate and its key go together")
        }
    }
}

extension WebhookAuthentication {
    /// Reads how a source shows that it is the right one; nil if there is no secret.
    init?(_ settings: inout SettingsReader, usualHeader: String) {
        let secret = settings.text(of: WebhookSetting.secret, or: WebhookSetting.secretFile)
        guard let secret, !secret.isEmpty else { return nil }
        if secret.utf8.count < 16 {
            settings.report(
                WebhookSetting.secret,
                "is too short: 16 characters or more, such as `openssl rand -hex 20` prints")
        }
        self.init(
            settings.read(WebhookSetting.authentication), secret: secret,
            signatureHeader: settings.read(WebhookSetting.signatureHeader) ?? usualHeader,
            timestampHeader: settings.read(WebhookSetting.timestampHeader))
    }
}
