import AsyncHTTPClient
import NIOCore
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
            self = .unavailable(
                reason: "no answer within \(error.limit.components.seconds) s", retryAfter: nil)
        case is CancellationError: self = .cancelled
        case is NIOTooManyBytesError: self = .unexpectedAnswer("it is far too long")
        case let error as HTTPClientError: self = Self(error)
        case let error as NIOConnectionError:
            self = .unavailable(reason: Self.reason(error), retryAfter: nil)
        default:
            self = Self.certificateProblem(error).map { .badCertificate(reason: $0) }
                ?? .unavailable(reason: "\(error)", retryAfter: nil)
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled: self = .cancelled
        case .invalidURL: self = .unexpectedAnswer("it links to what is no URL")
        case .connectTimeout: self = .unavailable(reason: "no connection in time", retryAfter: nil)
        case .remoteConnectionClosed:
            self = .unavailable(reason: "the connection broke", retryAfter: nil)
        case .alreadyShutdown:
            self = .unavailable(reason: "this client was shut down", retryAfter: nil)
        default: self = .unavailable(reason: error.shortDescription, retryAfter: nil)
        }
    }

    /// Each address of a host fails for itself; the first failure says enough.
    private static func reason(_ error: NIOConnectionError) -> String {
        guard let failure = error.connectionErrors.first?.error else {
            return "there is no host \(error.host)"
        }
        let isRefused = (failure as? IOError)?.errnoCode == ECONNREFUSED
        return "\(isRefused ? "connection refused" : "\(failure)") at \(error.host):\(error.port)"
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
