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

extension ArgusError.Kind {
    /// Says in our words what the network layer says in its own.
    init(_ error: any Error) {
        switch error {
        case let error as TimedOut:
            let seconds = Double(error.limit.microseconds) / 1_000_000
            self = .unavailable(reason: "no answer within \(seconds) s", retryAfter: nil)
        case is CancellationError: self = .cancelled
        case is NIOTooManyBytesError: self = .unexpectedAnswer("it is far too long")
        case let error as HTTPClientError: self = Self(error)
        case let error as NIOConnectionError:
            let reason = error.connectionErrors.first.map { Self.reason($0.error) }
            self = .unavailable(
                reason: reason ?? "there is no host \(error.host)",
                retryAfter: nil
            )
        case HTTPParserError.invalidEOFState:
            self = .unavailable(reason: "the connection broke", retryAfter: nil)
        case is HTTPParserError: self = .unexpectedAnswer("it is no HTTP")
        default:
            self =
                Self.certificateProblem(error).map { .badCertificate(reason: $0) }
                ?? .unavailable(reason: Self.reason(error), retryAfter: nil)
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled, .alreadyShutdown: self = .cancelled
        case .invalidURL: self = .unexpectedAnswer("it links to what is no URL")
        case .connectTimeout: self = .unavailable(reason: "no connection in time", retryAfter: nil)
        case .remoteConnectionClosed:
            self = .unavailable(reason: "the connection broke", retryAfter: nil)
        default: self = .unavailable(reason: error.shortDescription, retryAfter: nil)
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? IOError)?.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "the connection broke"
        default: "\(error)"
        }
    }

    private static func certificateProblem(_ error: any Error) -> String? {
        if case NIOSSLExtraError.failedToValidateHostname? = error as? NIOSSLExtraError {
            return "it belongs to another host"
        }
        let text = "\(error)"
        guard error is NIOSSLError, text.contains("CERTIFICATE_VERIFY_FAILED") else { return nil }
        return "no known authority vouches for it"
    }
}
