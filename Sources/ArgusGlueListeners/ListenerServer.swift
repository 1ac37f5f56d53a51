import ArgusClient
import ArgusGlue
import ArgusSettings
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// One port, or socket, of a source, for as long as the glue runs.
package struct ListenerServer: Service {
    private let listener: Listener
    private let intake: MessageIntake
    private let mail: MailPolicy?
    private let idleLimit: Duration?
    private let whenRunning: @Sendable (_ listener: Listener, _ port: Int?) async -> Void
    private let logger: Logger

    /// A server for each listener of the settings; `whenRunning` is told on which port one listens,
    /// as soon as it does.
    package static func all(
        _ settings: GlueSettings, into acceptor: Acceptor,
        clock: @escaping WallClock = Timestamp.now, logger: Logger,
        whenRunning: @escaping @Sendable (_ listener: Listener, _ port: Int?) async -> Void = {
            _, _ in
        }
    ) -> [ListenerServer] {
        settings.sources.flatMap { source -> [ListenerServer] in
            guard let system = source.system as? any ListeningSystem else { return [] }
            let logger = logger.of(source.name)
            let intake = MessageIntake(
                source, for: settings.server.version, into: acceptor,
                isQuiet: system is SyslogSystem, clock: clock, logger: logger)
            return system.listeners.map {
                ListenerServer(
                    listener: $0, intake: intake, mail: (system as? MailSystem)?.policy,
                    idleLimit: (system as? SyslogSystem)?.idleLimit,
                    whenRunning: whenRunning, logger: logger)
            }
        }
    }

    /// Listens until it is told to end.
    package func run() async throws {
        defer { intake.sumUp() }
        do {
            try await cancelWhenGracefulShutdown { try await listen() }
        } catch is CancellationError {
            return
        } catch let error as IOError {
            throw ListenerProblem(listener, error)
        }
    }

    private func listen() async throws {
        switch listener.kind {
        case .syslogUDP:
            try await DatagramPort(listener, intake, running).run()
        case .syslogTCP:
            try await StreamPort(listener, intake.report, running).run { connection in
                try await SyslogConnection(intake, idleLimit: idleLimit).run(connection)
            }
        case .smtp, .lmtp:
            let (intake, policy) = (intake, mail ?? MailPolicy())
            let dialect: MailConversation.Dialect = listener.kind == .lmtp ? .lmtp : .smtp
            try await StreamPort(listener, intake.report, running).run { connection in
                try await MailConnection(intake, policy, dialect).run(connection)
            }
        }
    }

    private func running(_ channel: any Channel) async {
        let port = channel.localAddress?.port
        var place = "\(listener.description)"
        if case .address(let address) = listener.place, let port {
            place = "\(listener.kind.rawValue) \(ListenAddress(host: address.host, port: port))"
        }
        logger.info("Listening at \(place).")
        await whenRunning(listener, port)
    }

    /// Says why the certificate of a listener cannot be used; nil if it can, or there is none.
    package static func certificateProblem(of listener: Listener) -> String? {
        do {
            _ = try listener.certificate?.context()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

extension ListenerCertificate {
    /// What a port that speaks TLS needs; refuses files that do not fit together.
    func context() throws -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            if let clientAuthorities {
                configuration.trustRoots = .file(clientAuthorities)
                configuration.certificateVerification = .noHostnameVerification
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ListenerProblem(certificate: file, key: key)
        }
    }
}

/// Why it cannot be listened, in one sentence.
struct ListenerProblem: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ listener: Listener, _ error: IOError) {
        description =
            "Cannot listen at \(listener.description): \(error.description); set it to an address of "
            + "this machine and a port that is free, above 1023 unless it runs as root."
    }

    init(socket path: String) {
        description = "Cannot listen at \(path): there is something else of this name."
    }

    init(certificate: String, key: String) {
        description =
            "The certificate \(certificate) and the key \(key) cannot be used for TLS: both must be "
            + "PEM, and the key that of the certificate."
    }
}
