import AsyncHTTPClient
import FoundationEssentials

/// Which proxy the environment names, by curl's rules (its manual, section "Environment").
///
/// `http_proxy` counts in lower case only: a web server hands the header `Proxy` of a request to
/// a CGI program as `HTTP_PROXY`. The lower-case form of the others goes first.
struct ProxySettings: Sendable {
    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    func proxy(for server: ServerURL) throws(ConfigurationError) -> HTTPClient.Configuration.Proxy? {
        guard !ExemptHosts(value("no_proxy", "NO_PROXY")?.value ?? "").contains(server.host) else {
            return nil
        }
        let own = server.isSecure ? value("https_proxy", "HTTPS_PROXY") : value("http_proxy")
        guard let found = own ?? value("all_proxy", "ALL_PROXY") else { return nil }
        guard let proxy = Self.proxy(found.value) else { throw .proxy(variable: found.name) }
        return proxy
    }

    private func value(_ names: String...) -> (name: String, value: String)? {
        for name in names {
            if let value = environment[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }

    /// Reads `[scheme://][user:password@]host[:port]`; the port is 1080 unless it says another.
    private static func proxy(_ text: String) -> HTTPClient.Configuration.Proxy? {
        let url = text.contains("://") ? text : "http://\(text)"
        guard let parts = URLComponents(string: url), let host = parts.host?.trimmingBrackets,
            !host.isEmpty, parts.port.map({ (1...65_535).contains($0) }) ?? true
        else { return nil }
        let port = parts.port ?? 1080
        switch parts.scheme?.lowercased() {
        case "http":
            let authorization = parts.user.map {
                HTTPClient.Authorization.basic(username: $0, password: parts.password ?? "")
            }
            return .server(host: host, port: port, authorization: authorization)
        case "socks5", "socks5h": return .socksServer(host: host, port: port)
        default: return nil
        }
    }
}
