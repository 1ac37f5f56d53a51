import ArgusClient
import ArgusGlue
import ArgusSettings
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The port of a glue: a path for each source that posts its alerts.
package struct WebhookServer: Service {
    private let port: WebhookPort
    private let doors: [String: WebhookDoor]
    private let dialects: [(system: String, token: Token?, door: WebhookDoor)]
    private let server: ServerSettings
    private let logger: Logger
    private let whenRunning: @Sendable (_ port: Int) async -> Void

    /// Takes what is posted for the sources of the settings; nil if none of them posts.
    ///
    /// `whenRunning` is told on which port it listens, as soon as it does.
    package init?(
        _ settings: GlueSettings, into acceptor: Acceptor,
        clock: @escaping WallClock = Timestamp.now, logger: Logger,
        whenRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        var doors: [String: WebhookDoor] = [:]
        var dialects: [(system: String, token: Token?, door: WebhookDoor)] = []
        for source in settings.sources {
            guard let system = source.system as? any WebhookSystem,
                let authentication = source.authentication
            else { continue }
            let intake = WebhookIntake(
                source.name, system.decoder, for: settings.server.version, by: source.conventions,
                into: acceptor,
                clock: clock, logger: logger.of(source.name))
            let door = WebhookDoor(authentication: authentication, intake: intake, clock: clock)
            doors[source.name.description] = door
            if DialectDoors.systems.contains(system.name) {
                dialects.append((system.name, source.token, door))
            }
        }
        guard !doors.isEmpty else { return nil }
        (port, self.doors, self.logger, self.whenRunning) = (
            settings.port, doors, logger, whenRunning
        )
        (self.dialects, server) = (dialects, settings.server)
    }

    /// Serves until it is told to end, then finishes what is under way.
    package func run() async throws {
        let sources = try dialects.map { dialect in
            DialectDoors.Source(
                system: dialect.system, door: dialect.door,
                client: try server.client(dialect.token))
        }
        do {
            try await serve(DialectDoors(sources: sources))
        } catch {
            for source in sources { try? await source.client.shutdown() }
            throw error
        }
        for source in sources { try await source.client.shutdown() }
    }

    private func serve(_ dialects: DialectDoors) async throws {
        let responder = WebhookResponder(doors: doors, dialects: dialects, maxBody: port.maxBody)
        // Whoever connects and says nothing sensible would write an error into the log each time.
        var quiet = logger
        quiet.logLevel = .critical
        let server = try Self.builder(port).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(port.address.host, port: port.address.port),
                serverName: "argus-glue",
                availableConnectionsDelegate: .maximum(Self.connectionLimit, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ) { request, writer, channel in
            try await responder.respond(to: request, writer, channel)
        } onServerRunning: { [logger, whenRunning, port] channel in
            let number = channel.localAddress?.port ?? port.address.port
            let scheme = port.certificate == nil ? "http" : "https"
            let address = ListenAddress(host: port.address.host, port: number)
            logger.info("Alerts may be posted to \(scheme)://\(address)/SOURCE.")
            await whenRunning(number)
        }
        defer { for door in doors.values { door.intake.sumUp() } }
        do {
            try await server.run()
        } catch let error as IOError {
            throw PortProblem(port.address, error)
        }
    }

    /// Connections at a time, each of which may hold one body; who comes when there are more waits.
    private static let connectionLimit = 256

    /// Says why the certificate of a port cannot be used; nil if it can, or there is none.
    package static func certificateProblem(of port: WebhookPort) -> String? {
        do {
            _ = try builder(port)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func builder(_ port: WebhookPort) throws -> HTTPServerBuilder {
        let http = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(75)))
        guard let certificate = port.certificate else { return http }
        do {
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.file)
                    .map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem)))
            // What does not fit together is found out here, and not with the first client.
            _ = try NIOSSLContext(configuration: configuration)
            return try .tls(http, tlsConfiguration: configuration)
        } catch {
            throw PortProblem(certificate: certificate.file, key: certificate.key)
        }
    }
}

/// Why nothing can be posted, in one sentence.
struct PortProblem: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ address: ListenAddress, _ error: IOError) {
        description =
            "Cannot listen on \(address): \(error.description); set ARGUS_GLUE_LISTEN to an address "
            + "of this machine and a port that is free."
    }

    init(certificate: String, key: String) {
        description =
            "The certificate \(certificate) and the key \(key) cannot be used for TLS: both must be "
            + "PEM, and the key that of the certificate."
    }
}
