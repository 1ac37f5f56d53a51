import AsyncHTTPClient
import NIOCore

/// The REST API of an Argus server, for programs.
///
/// Every function sends one request, again if that is safe and may help (``RetryPolicy``), and
/// throws an ``ArgusError``, whose kind says what to do. A client keeps connections open: use one
/// for the whole program. It ends with ``shutdown()``, with ``with(_:isolation:_:)``, or by itself
/// when nobody holds it any more.
public struct ArgusClient: Sendable {
    let transport: Transport
    /// The version of the API that it speaks.
    public let version: APIVersion

    /// Prepares a client, or refuses a configuration that cannot work; sends nothing yet.
    public init(_ configuration: Configuration) throws(ArgusError) {
        transport = try Transport(configuration)
        version = configuration.version
    }

    /// Closes all connections; the client answers no call after it.
    ///
    /// An HTTP client of one's own (``Configuration/httpClient``) is left as it is.
    public func shutdown() async throws(ArgusError) {
        try await transport.connections.close()
    }

    /// Lends a client and shuts it down at the end, however that comes about.
    public static func with<Value>(
        _ configuration: Configuration,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ArgusClient) async throws -> Value
    ) async throws -> Value {
        let client = try ArgusClient(configuration)
        do {
            let value = try await body(client)
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
