import AsyncHTTPClient

/// The connections that a client keeps open, until it is shut down or nobody holds it any more; those
/// of an HTTP client that is lent to it are left to whoever lends it.
final class Connections: Sendable {
    let http: HTTPClient
    private let isLent: Bool

    init(_ settings: HTTPClient.Configuration) {
        (http, isLent) = (HTTPClient(configuration: settings), false)
    }

    init(lent http: HTTPClient) {
        (self.http, isLent) = (http, true)
    }

    /// Closes them all; a second time does nothing.
    func close() async throws(ArgusError) {
        if isLent { return }
        do {
            try await http.shutdown()
        } catch {
            if error as? HTTPClientError == .alreadyShutdown { return }
            throw ArgusError(.unavailable(reason: "\(error)", retryAfter: nil), request: "shutdown")
        }
    }

    // An `HTTPClient` that goes away without having been shut down ends the program.
    deinit {
        if isLent { return }
        Task { [http] in try? await http.shutdown() }
    }
}
