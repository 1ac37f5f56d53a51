/// Why a client cannot be made with a configuration.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// What of the configuration is wrong.
    public let kind: Kind
    /// One sentence for people: what is wrong, and what it should be.
    public let description: String
    /// The variable of the environment that it is about; nil if it is about none.
    public private(set) var variable: String?

    /// What of a configuration is wrong.
    ///
    /// Later versions may know more kinds, so a `switch` needs a `default`.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// Its name, such as `token`.
        public let description: String

        /// The URL is none, or not one of a server's root.
        public static let url = Kind(description: "url")
        /// The token is empty or holds what cannot be sent.
        public static let token = Kind(description: "token")
        /// The file with the certificate authorities is none, or an HTTP client of one's own is
        /// given, which has its authorities already.
        public static let certificateAuthorities = Kind(description: "certificateAuthorities")
        /// A variable does not hold a proxy's URL.
        public static let proxy = Kind(description: "proxy")
    }
}

extension ConfigurationProblem {
    static func url(_ url: String, problem: String) -> ConfigurationProblem {
        ConfigurationProblem(
            kind: .url,
            description: "The server's URL \"\(url)\" \(problem): it should look like "
                + "https://argus.example.org.")
    }

    static let token = ConfigurationProblem(
        kind: .token,
        description: "The token is empty or has characters that no token has: check where it is "
            + "kept.")

    static func certificateAuthorities(file: String, problem: String) -> ConfigurationProblem {
        ConfigurationProblem(
            kind: .certificateAuthorities,
            description: "The file of certificate authorities \"\(file)\" \(problem): name a PEM "
                + "file.")
    }

    static func certificateAuthorities(unusedFile file: String) -> ConfigurationProblem {
        ConfigurationProblem(
            kind: .certificateAuthorities,
            description: "The file of certificate authorities \"\(file)\" is not used by an HTTP "
                + "client of one's own: have that client trust them.")
    }

    static func proxy(variable: String) -> ConfigurationProblem {
        ConfigurationProblem(
            kind: .proxy,
            description: "The variable \(variable) does not name a proxy: it should look like "
                + "http://proxy:3128.", variable: variable)
    }
}
