import AsyncHTTPClient

/// The connections that a client keeps open, until it is shut down or nobody holds it any more.
final class Connections: Sendable {
    let http: HTTPClient

    init(_ settings: HTTPClient.Configuration) {
        http = HTTPClient(configuration: settings)
    }

    /// Closes them all; a second time does nothing.
    func close() async throws(ArgusError) {
        do {
            try await http.shutdown()
        } catch {
            if error as? HTTPClientError == .alreadyShutdown { return }
            throw ArgusError(.unavailable(reason: "\(error)", retryAfter: nil), request: "shutdown")
        }
    }

    // An `HTTPClient` that goes away without having been shut down ends the program.
    deinit {
        Task { [http] in try? await http.shutdown() }
    }
}
