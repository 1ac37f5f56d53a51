/// Why a client cannot be made with a configuration.
public enum ConfigurationProblem: Hashable, Sendable {
    /// The URL is none, or not one of a server's root.
    case url(String, problem: String)
    /// The token is empty or holds what cannot be sent.
    case token
    /// The file with the certificate authorities is none.
    case certificateAuthorities(file: String, problem: String)
    /// The variable of this name does not hold a proxy's URL.
    case proxy(variable: String)
}

extension ConfigurationProblem: CustomStringConvertible {
    /// One sentence for people: what is wrong, and what it should be.
    public var description: String {
        switch self {
        case .url(let url, let problem):
            "The server's URL \"\(url)\" \(problem): it should look like https://argus.example.org."
        case .token:
            "The token is empty or has characters that no token has: check where it is kept."
        case .certificateAuthorities(let file, let problem):
            "The file of certificate authorities \"\(file)\" \(problem): name a PEM file."
        case .proxy(let variable):
            "The variable \(variable) does not name a proxy: it should look like http://proxy:3128."
        }
    }
}
