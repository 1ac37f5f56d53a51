import ArgusSettings

/// What can be set about the API of a monitoring system that is asked itself, and about what is done
/// with its answers.
package enum APISetting {
    static let url = Setting(
        "api_url", .text, usually: "it is not asked",
        "the root of the monitoring system's own API, such as `https://nav.example.org`")
    static let token = Setting(
        "api_token", .text, isSecret: true, "the token that the API is asked with")
    static let tokenFile = Setting(
        "api_token_file", .text, "a file that holds that token, in place of it")
    static let user = Setting(
        "api_user", .text, usually: "none", "the user that the API is asked as, with a password")
    static let password = Setting("api_password", .text, isSecret: true, "that user's password")
    static let passwordFile = Setting(
        "api_password_file", .text, "a file that holds that password, in place of it")
    static let certificateAuthorities = Setting(
        "api_ca_file", .text, usually: "the system's",
        "a PEM file with the authorities to trust about the API")
    static let certificate = Setting(
        "api_certificate", .text, usually: "none",
        "a PEM file with the certificate that is shown to the API, in place of a password")
    static let key = Setting(
        "api_key", .text, usually: "none", "a PEM file with the key of that certificate")
    static let interval = Setting(
        "compare_every", .duration, usual: .seconds(300),
        "how often what is open there is compared with the server; `0` never")
    static let extent = Setting(
        "compare", .choice, usual: ComparisonExtent.all,
        "what a comparison may do: `all`, or `close` what is over and nothing else")

    static let twoWay = Setting(
        "two_way", .bool, usual: false,
        "whether what people do in Argus is done in the monitoring system too: `on` or `off`")
    static let writeThrough = Setting(
        "write_through", .bool, usual: false,
        "whether an acknowledgement stands only if the system confirms it: `on` or `off`")

    /// What can be set about each source whose system can be asked.
    package static let ofSource: [any AnySetting] = [
        url, token, tokenFile, user, password, passwordFile, certificateAuthorities, certificate,
        key, interval, extent, twoWay, writeThrough,
    ]
}

/// What a comparison may do.
package enum ComparisonExtent: String, CaseIterable, Sendable {
    /// Open, change and close.
    case all
    /// Close what is over: where not everything that is open there is meant to be known here.
    case close
}
