import ArgusClient
import ArgusGlue
import ArgusSettings
import ArgusVocabulary
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// A port that tells how the spool stands: `/metrics` to Prometheus, `/status` as JSON, and `/health`
/// whether the spool can be read.
///
/// There is no secret in it, and nobody is asked for one: let it listen where only those reach it who
/// may know.
package struct StatusServer: Service {
    private let address: ListenAddress
    private let settings: GlueSettings
    private let clock: WallClock
    private let logger: Logger
    private let whenRunning: @Sendable (_ port: Int) async -> Void

    /// Tells of the spool of the settings; nil if they name no address.
    package init?(
        _ settings: GlueSettings, clock: @escaping WallClock = Timestamp.now, logger: Logger,
        whenRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        guard let address = settings.statusAddress else { return nil }
        (self.address, self.settings, self.clock) = (address, settings, clock)
        (self.logger, self.whenRunning) = (logger, whenRunning)
    }

    /// Serves until it is told to end.
    package func run() async throws {
        var quiet = logger
        quiet.logLevel = .critical
        let server = try HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(30))
        ).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "argus-glue",
                availableConnectionsDelegate: .maximum(16, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ) { request, writer, _ in
            let (status, type, text) = answer(to: request)
            let body = ByteBuffer(string: text)
            let fields: HTTPFields = [
                .contentType: type, .contentLength: "\(body.readableBytes)",
            ]
            try await writer.write(
                response: HTTPResponse(status: status, headerFields: fields),
                body: request.method == .head
                    ? ResponseBody() : ResponseBody(byteBuffer: body))
        } onServerRunning: { [whenRunning, address] channel in
            await whenRunning(channel.localAddress?.port ?? address.port)
        }
        do {
            try await server.run()
        } catch let error as IOError {
            throw PortProblem(address, error)
        }
    }

    private func answer(
        to request: Request
    ) -> (status: HTTPResponse.Status, type: String, text: String) {
        let plain = "text/plain; charset=utf-8"
        guard [.get, .head].contains(request.method) else {
            return (.methodNotAllowed, plain, "Use GET.\n")
        }
        do {
            let spool = try Spool(path: settings.spool, limits: settings.limits, mayMake: false)
            let status = try spool.status()
            switch request.uri.path {
            case "/metrics":
                return (.ok, "text/plain; version=0.0.4", status.metrics(at: clock()))
            case "/status":
                return (.ok, "application/json", status.json(at: clock()).text + "\n")
            case "/health": return (.ok, plain, status.health)
            default: return (.notFound, plain, "There are /metrics, /status and /health.\n")
            }
        } catch {
            return (.serviceUnavailable, plain, "\(error)\n")
        }
    }
}
