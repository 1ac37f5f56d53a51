/// Which proxy the environment names, by curl's rules (its manual, section "Environment").
///
/// `http_proxy` counts in lower case only: a web server hands the header `Proxy` of a request to
/// a CGI program as `HTTP_PROXY`. The lower-case form of the others goes first.
struct ProxySettings: Sendable {
    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The proxy through which a server is reached; nil if it is reached directly.
    func proxy(for server: ServerURL) throws(ArgusError) -> Proxy? {
        guard !ExemptHosts(value("no_proxy", "NO_PROXY")?.value ?? "").contains(server.host) else {
            return nil
        }
        let own = server.isSecure ? value("https_proxy", "HTTPS_PROXY") : value("http_proxy")
        guard let found = own ?? value("all_proxy", "ALL_PROXY") else { return nil }
        guard let proxy = Proxy(found.value, of: found.name) else {
            throw ArgusError(.proxy(variable: found.name))
        }
        return proxy
    }

    private func value(_ names: String...) -> (name: String, value: String)? {
        for name in names {
            if let value = environment[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }
}
