import ArgusClient
import ArgusTesting
import Testing

@testable import struct ArgusClient.ExemptHosts
@testable import struct ArgusClient.ProxySettings
@testable import struct ArgusClient.ServerURL

@Suite struct `The proxy` {
    static let cases: [(String, [String: String], String?)] = [
        ("http://argus.no", [:], nil),
        ("http://argus.no", ["http_proxy": "http://proxy:3128"], "proxy:3128"),
        ("http://argus.no", ["http_proxy": "proxy:3128"], "proxy:3128"),
        ("http://argus.no", ["http_proxy": "http://proxy"], "proxy:1080"),
        ("http://argus.no", ["HTTP_PROXY": "http://proxy:3128"], nil),
        ("http://argus.no", ["https_proxy": "http://proxy:3128"], nil),
        ("https://argus.no", ["https_proxy": "http://proxy:3128"], "proxy:3128"),
        ("https://argus.no", ["HTTPS_PROXY": "http://proxy:3128"], "proxy:3128"),
        ("https://argus.no", ["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"], "a:1"),
        ("https://argus.no", ["https_proxy": "", "HTTPS_PROXY": "http://b:2"], "b:2"),
        ("https://argus.no", ["http_proxy": "http://proxy:3128"], nil),
        ("https://argus.no", ["ALL_PROXY": "socks5://proxy:9050"], "proxy:9050"),
        ("http://argus.no", ["all_proxy": "http://[::1]:3128"], "::1:3128"),
        ("http://argus.no", ["http_proxy": "http://proxy:1", "no_proxy": "argus.no"], nil),
        ("http://argus.no", ["http_proxy": "http://proxy:1", "NO_PROXY": "*"], nil),
        ("http://argus.no", ["http_proxy": "http://proxy:1", "no_proxy": "gus.no"], "proxy:1"),
    ]

    @Test(arguments: cases)
    func `is named by the usual variables`(
        url: String,
        environment: [String: String],
        expected: String?
    ) throws {
        let proxy = try ProxySettings(environment).proxy(for: ServerURL(url))

        #expect(proxy.map { "\($0.host):\($0.port)" } == expected)
    }

    @Test(arguments: ["http://", "ftp://proxy:1", "http://proxy:99999", "https://proxy:1"])
    func `is refused by the name of its variable, without its value`(value: String) {
        var configuration = ArgusClient.Configuration.sample()
        configuration.environment = ["http_proxy": value]

        let error = #expect(throws: ArgusError.self) { _ = try ArgusClient(configuration) }

        #expect(error?.configurationProblem?.kind == .proxy)
    }

    @Test func `gets the whole URL of a plain request, and the name and password`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"server-version\":\"1\"}"
        let head = try await firstRequest(answering: answer) { port in
            let version = try await Self.version(of: "http://argus.invalid/a", through: port)

            #expect(version == "1")
        }

        #expect(head.first == "GET http://argus.invalid/a/api/ HTTP/1.1")
        #expect(head.contains("Host: argus.invalid"))
        #expect(head.contains("Proxy-Authorization: Basic dXNlcjpwYXNz"))
    }

    @Test func `makes a tunnel for an encrypted request, and sees no token`() async throws {
        let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
        let head = try await firstRequest(answering: answer) { port in
            await #expect(throws: ArgusError.self) {
                try await Self.version(of: "https://argus.invalid", through: port)
            }
        }

        #expect(head.first == "CONNECT argus.invalid:443 HTTP/1.1")
        #expect(!head.contains { $0.contains("s3cr3t") })
    }

    @Test(arguments: ["http://argus.invalid", "https://argus.invalid"])
    func `that nobody runs is named as what cannot be reached`(url: String) async throws {
        let port = try DeafPort()
        defer { withExtendedLifetime(port) {} }
        let error = await #expect(throws: ArgusError.self) {
            try await Self.version(of: url, through: port.number)
        }

        #expect(
            error?.description == "GET \(url)/api/: the server is unavailable (the proxy "
                + "127.0.0.1:\(port.number), which all_proxy names, cannot be reached: connection "
                + "refused); try again later.")
    }

    @Test(arguments: ["http://argus.invalid", "https://argus.invalid"])
    func `that wants another password is not asked again`(url: String) async throws {
        let answer = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
        let head = try await firstRequest(answering: answer) { port in
            let error = await #expect(throws: ArgusError.self) {
                try await Self.version(of: url, through: port, retries: .standard)
            }

            #expect(
                error?.description == "GET \(url)/api/: the proxy lets nothing through (it wants a "
                    + "name and a password, as in http://name:password@proxy); correct the variable "
                    + "that names it.")
        }

        #expect(!head.isEmpty)
    }

    @Test func `that reaches no server says so`() async throws {
        let answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
        let head = try await firstRequest(answering: answer) { port in
            let error = await #expect(throws: ArgusError.self) {
                try await Self.version(of: "https://argus.invalid", through: port)
            }

            #expect(
                error?.problem
                    == .unavailable(
                        reason: "the proxy 127.0.0.1:\(port), which all_proxy names, makes no "
                            + "connection to the server", retryAfter: nil))
        }

        #expect(!head.isEmpty)
    }

    private static func version(
        of url: String, through port: Int, retries: RetryPolicy = .none
    ) async throws -> String {
        var configuration = ArgusClient.Configuration.sample(url: url)
        configuration.environment = ["all_proxy": "http://user:pass@127.0.0.1:\(port)"]
        configuration.retries = retries
        return try await ArgusClient.with(configuration) { try await $0.serverVersion() }
    }

    @Test(arguments: [
        ("argus.no", "argus.no"), ("argus.no", ".argus.no"), ("a.argus.no", "argus.no"),
        ("argus.no", "x.org, ARGUS.NO"), ("argus.no.", "argus.no"), ("10.1.2.3", "10.1.2.3"),
        ("10.1.2.3", "10.0.0.0/8"), ("10.1.2.3", "10.1.2.2/31"), ("::1", "::1"), ("::1", "[::1]"),
        ("fe80::1", "fe80::/10"),
    ])
    func `is not used for an exempt host`(host: String, list: String) {
        #expect(ExemptHosts(list).contains(host))
    }

    @Test(arguments: [
        ("argus.no", ""), ("argus.no", "x.org"), ("argus.no", "a.argus.no"), ("argus.no", "."),
        ("10.1.2.3", "10.0.0.0/16"), ("10.1.2.3", "10.1.2.4/31"), ("10.1.2.3", "::/0"),
        ("10.1.2.3", "10.0.0.0/x"), ("10.1.2.3", "10.0.0.0/33"), ("10.1.2.3", "2.3"),
    ])
    func `is used for every other host`(host: String, list: String) {
        #expect(!ExemptHosts(list).contains(host))
    }
}
