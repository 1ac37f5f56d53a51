import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An attempt took longer than it may.
struct TimedOut: Error {
    let limit: Duration
}

extension ArgusError.Problem {
    /// Why a proxy lets a request through only with more in its URL.
    static let proxyWantsPassword =
        "it wants a name and a password, as in http://name:password@proxy"

    /// Says in our words what the network layer says in its own, of the way to a server.
    init(_ error: any Error, server: ServerURL, proxy: Proxy?) {
        switch error {
        case is CancellationError: self = .cancelled
        case is NIOTooManyBytesError: self = .unexpectedAnswer("it is far too long")
        case HTTPParserError.invalidEOFState: self = Self.away("the connection broke")
        case is HTTPParserError: self = .unexpectedAnswer("it is no HTTP\(Self.hint(for: server))")
        default:
            self =
                (error as? HTTPClientError).flatMap { Self($0) } ?? Self.lackOfTrust(error, server)
                ?? Self.away(Self.reason(error, proxy: proxy))
        }
    }

    private init?(_ error: HTTPClientError) {
        switch error {
        case .cancelled, .alreadyShutdown: self = .cancelled
        case .invalidURL: self = .unexpectedAnswer("it links to what is no URL")
        case .proxyAuthenticationRequired: self = .refusedByProxy(reason: Self.proxyWantsPassword)
        default: return nil
        }
    }

    private static func away(_ reason: String) -> ArgusError.Problem {
        .unavailable(reason: reason, retryAfter: nil)
    }

    /// A port that is encrypted answers a plain request with what is no HTTP.
    private static func hint(for server: ServerURL) -> String {
        server.isSecure ? "" : ", or it is encrypted and wants https://"
    }

    /// What is wrong with a certificate, or with the encryption itself; waiting does not mend it.
    private static func lackOfTrust(_ error: any Error, _ server: ServerURL) -> ArgusError.Problem?
    {
        if case .failedToValidateHostname? = error as? NIOSSLExtraError {
            return .badCertificate(.otherHost(server.host))
        }
        guard case .handshakeFailed(.sslError(let stack))? = error as? NIOSSLError else {
            return nil
        }
        let text = stack.map(\.description).joined()
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return .badCertificate(.unknownAuthority) }
        let plain = ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST"]
        if plain.contains(where: text.contains) {
            return .unexpectedAnswer("it is not encrypted, as https:// wants it")
        }
        if stack == [.eofDuringHandshake] { return nil }
        return .unexpectedAnswer("no encryption was agreed on, which needs TLS 1.2 or newer")
    }

    /// Why there was no answer; what stands in the way is named if it is the proxy.
    private static func reason(_ error: any Error, proxy: Proxy?) -> String {
        if let error = error as? NIOConnectionError {
            let reason = error.connectionErrors.first.map { Self.reason($0.error) ?? "\($0.error)" }
            let problem = reason ?? "there is no host \(error.host)"
            return proxy.map { "\($0) cannot be reached: \(problem)" } ?? problem
        }
        if let proxy, let error = error as? IOError, ![ECONNRESET, EPIPE].contains(error.errnoCode)
        {
            return "\(proxy) cannot be reached: \(reason(error))"
        }
        if let proxy, error as? HTTPClientError == .connectTimeout {
            return "\(proxy) makes no connection in time"
        }
        let unknown = proxy.map { "\($0) makes no connection to the server" } ?? "\(error)"
        return reason(error) ?? unknown
    }

    private static func reason(_ error: any Error) -> String? {
        switch error {
        case let error as TimedOut:
            "no answer within \(Double(error.limit.microseconds) / 1_000_000) s"
        case let error as HTTPClientError: reason(error)
        case NIOSSLError.uncleanShutdown: "the connection broke"
        case NIOSSLError.handshakeFailed: "the connection broke before it was encrypted"
        case let error as IOError: reason(error)
        default: nil
        }
    }

    private static func reason(_ error: HTTPClientError) -> String? {
        switch error {
        case .connectTimeout: "no connection in time"
        case .remoteConnectionClosed: "the connection broke"
        case .invalidProxyResponse: nil
        default: error.shortDescription
        }
    }

    private static func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "the connection broke"
        default: strerror(error.errnoCode).map { String(cString: $0) } ?? "\(error)"
        }
    }
}
