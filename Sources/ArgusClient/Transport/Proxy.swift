import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// A proxy that stands between this client and the server.
struct Proxy: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int
    /// The variable that names it.
    let variable: String
    private let isSOCKS: Bool
    private let authorization: HTTPClient.Authorization?

    /// Reads what a variable holds: `[scheme://][user:password@]host[:port]`; the port is 1080
    /// unless it says another.
    init?(_ text: String, of variable: String) {
        self.variable = variable
        let url = text.contains("://") ? text : "http://\(text)"
        guard let parts = URLComponents(string: url), let host = parts.host?.trimmingBrackets,
            !host.isEmpty, parts.port.map({ (1...65_535).contains($0) }) ?? true,
            let scheme = parts.scheme?.lowercased(), ["http", "socks5", "socks5h"].contains(scheme)
        else { return nil }
        (self.host, port, isSOCKS) = (host, parts.port ?? 1080, scheme != "http")
        authorization = parts.user.map { .basic(username: $0, password: parts.password ?? "") }
    }

    /// Sets a client up to reach a server through this proxy.
    ///
    /// What is encrypted goes through a tunnel (`CONNECT`). Many proxies allow that for port 443
    /// only, so a plain request is handed to the proxy with its whole URL (RFC 9112, section
    /// 3.2.2), which AsyncHTTPClient does not do by itself.
    func apply(to settings: inout HTTPClient.Configuration, for server: ServerURL) {
        if isSOCKS {
            settings.proxy = .socksServer(host: host, port: port)
        } else if server.isSecure {
            settings.proxy = .server(host: host, port: port, authorization: authorization)
        } else {
            let origin = server.origin
            settings.http1_1ConnectionDebugInitializer = { channel in
                channel.eventLoop.submit {
                    let pipeline = channel.pipeline.syncOperations
                    let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
                    try pipeline.addHandler(WholeURLs(origin: origin), position: .after(encoder))
                }
            }
        }
    }

    /// Whether requests are sent to the proxy itself, with whole URLs.
    func forwards(to server: ServerURL) -> Bool { !isSOCKS && !server.isSecure }

    /// What stands in place of the server's scheme, host and port when the proxy forwards.
    var origin: String { "http://\(authority)" }

    /// The proxy in a message: where it is, and what names it.
    var description: String { "the proxy \(authority), which \(variable) names," }

    private var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// What a request that the proxy forwards needs besides its own headers.
    func headers(for server: ServerURL) -> HTTPHeaders {
        var headers: HTTPHeaders = ["Host": server.authority]
        if let authorization {
            headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
        }
        return headers
    }
}

/// Puts the server's origin before the path of every request.
private final class WholeURLs: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let origin: String

    init(origin: String) {
        self.origin = origin
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var part = unwrapOutboundIn(data)
        if case .head(var head) = part {
            head.uri = origin + head.uri
            part = .head(head)
        }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}
