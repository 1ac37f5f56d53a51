import ArgusSettings

/// What is set about the API of a source's monitoring system.
package struct APISettings: Sendable {
    /// The root of the API, without a slash at the end.
    package var url: String
    /// What is shown in the header `Authorization`.
    package var credentials: Credentials
    /// A PEM file with the authorities to trust instead of the system's.
    package var certificateAuthorityFile: String?
    /// The PEM files of the client's certificate and its key.
    package var certificate: (file: String, key: String)?
    /// How long one request may take.
    package var timeout: Duration
    /// How often it is compared with the server; nil for never.
    package var interval: Duration?
    /// What a comparison may do.
    package var extent: ComparisonExtent
    /// Whether what people do in Argus is carried over to it.
    package var isTwoWay: Bool
    /// Whether an acknowledgement stands only if the system confirms it.
    package var isWrittenThrough: Bool

    /// How a request shows whose it is.
    package enum Credentials: Sendable {
        case none
        case token(String)
        case user(String, password: String)
    }

    /// Reads what is set; nil if the system is not to be asked.
    init?(_ settings: inout SettingsReader) {
        let token = settings.text(of: APISetting.token, or: APISetting.tokenFile)
        let password = settings.text(of: APISetting.password, or: APISetting.passwordFile)
        let user = settings.read(APISetting.user)
        let (file, key) = (
            settings.read(APISetting.certificate), settings.read(APISetting.key)
        )
        let interval = settings.read(APISetting.interval)
        self.interval = interval == .zero ? nil : interval
        extent = settings.read(APISetting.extent)
        isTwoWay = settings.read(APISetting.twoWay)
        isWrittenThrough = settings.read(APISetting.writeThrough)
        if isWrittenThrough, !isTwoWay {
            settings.report(APISetting.writeThrough, "needs `two_way: on`")
        }
        timeout = settings.read(GlueSetting.timeout)
        certificateAuthorityFile = settings.read(APISetting.certificateAuthorities)
        if let user {
            credentials = .user(user, password: password ?? "")
        } else {
            credentials = token.map { .token($0) } ?? .none
        }
        if let file, let key { certificate = (file, key) }
        url = settings.read(APISetting.url) ?? ""
        while url.hasSuffix("/") { url.removeLast() }
        check(&settings, hasToken: token != nil, hasUser: user != nil, file, key)
        if url.isEmpty { return nil }
    }

    private func check(
        _ settings: inout SettingsReader, hasToken: Bool, hasUser: Bool, _ file: String?,
        _ key: String?
    ) {
        if !url.isEmpty, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            settings.report(APISetting.url, "should begin with http:// or https://")
        }
        if hasToken, hasUser {
            settings.report(
                APISetting.user, "and \(settings.name(of: APISetting.token)) exclude each other")
        }
        let files = [
            (APISetting.certificate, file), (APISetting.key, key),
            (APISetting.certificateAuthorities, certificateAuthorityFile),
        ]
        for (setting, path) in files {
            if let path, !SystemFolder.mayRead(path) {
                settings.report(setting, "names a file that cannot be read: \(path)")
            }
        }
        if (file == nil) != (key == nil) {
            settings.report(
                file == nil ? APISetting.certificate : APISetting.key,
                "is missing: a certificate and its key go together")
        }
    }
}
