import ArgusClient
import ArgusSettings

/// The server that is delivered to, and how it is spoken to.
package struct ServerSettings: Sendable {
    /// Its root, without a slash at the end.
    package var url: String
    /// The version of the API.
    package var version: APIVersion
    /// A PEM file with the authorities to trust instead of the system's.
    package var certificateAuthorityFile: String?
    /// How long one request may take.
    package var timeout: Duration
    /// What the process was given, proxies included.
    package var environment: [String: String]

    init(_ settings: inout SettingsReader, environment: [String: String]) {
        url = Self.withoutSlash(settings.read(GlueSetting.url) ?? "")
        version = settings.read(GlueSetting.version)
        certificateAuthorityFile = settings.read(GlueSetting.certificateAuthorities)
        timeout = settings.read(GlueSetting.timeout)
        self.environment = environment
    }

    /// With a slash at its end or without, it is the same server.
    private static func withoutPassword(_ url: String) -> String {
        url.lastIndex(of: "@").map { "•••\(url[$0...])" } ?? url
    }

    private static func withoutSlash(_ url: String) -> String {
        var url = url.trimmingBlanks()
        while url.hasSuffix("/") { url.removeLast() }
        return String(url)
    }

    /// Reports what keeps the server from being spoken to.
    func check(_ settings: inout SettingsReader) {
        if url.isEmpty {
            let example = "https://argus.example.org"
            settings.report(GlueSetting.url, "is missing: the server's root, such as \(example)")
        } else if !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            settings.report(
                GlueSetting.url,
                "is \"\(Self.withoutPassword(url))\", but should be an address that begins with http:// or https://"
            )
        }
        if let file = certificateAuthorityFile, !SystemFolder.mayRead(file) {
            settings.report(
                GlueSetting.certificateAuthorities, "names a file that cannot be read: \(file)")
        }
    }

    /// Makes a client with a source's token, or names the setting that does not fit.
    ///
    /// The courier itself sees to it that what fails is sent again.
    package func client(_ token: Token?) throws(SettingsProblem) -> ArgusClient {
        let configuration = ArgusClient.Configuration(
            url: url, token: token ?? "", version: version, timeout: timeout, retries: .none,
            certificateAuthorityFile: certificateAuthorityFile, userAgent: "argus-glue",
            environment: environment)
        do {
            return try ArgusClient(configuration)
        } catch {
            let name =
                switch error.configurationProblem?.kind {
                case .token?: GlueSetting.token.variable
                case .certificateAuthorities?: GlueSetting.certificateAuthorities.variable
                case .proxy?: error.configurationProblem?.variable ?? ""
                default: GlueSetting.url.variable
                }
            throw SettingsProblem(mistakes: [.init(name: name, problem: "does not fit: \(error)")])
        }
    }
}
