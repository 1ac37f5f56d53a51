import ArgusAPI
import ArgusCore
import ArgusDashboard
import ArgusHTTP
import ArgusIntegrations
import ArgusOperations
import ArgusSQL
import ArgusSettings
import ArgusVocabulary
import ArgusWorkers
import FoundationEssentials
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The server: reads nothing itself, builds everything once from the settings, and runs it.
package struct ArgusServer: Sendable {
    /// The version of this program, as the API tells it.
    package static let version = "0.1.0"

    private let settings: Settings
    private let endpoints: [Endpoint]
    private let logger: Logger

    /// Takes settings that were checked, and what is served beside the API.
    package init(_ settings: Settings, adding endpoints: [Endpoint] = []) {
        (self.settings, self.endpoints) = (settings, endpoints)
        logger = Self.logger(settings)
    }

    /// The log of the server, which goes to standard error.
    package static func logger(_ settings: Settings) -> Logger {
        Logger(label: "argus") { LineLogHandler(label: $0, settings.log, in: settings.zone) }
    }

    /// The log of security, a line for each thing that somebody who watches over the server wants to
    /// know.
    private static func securityLog(_ settings: Settings) -> SecurityLog {
        let logger = Logger(label: "argus.security") {
            LineLogHandler(label: $0, settings.log, in: settings.zone)
        }
        return SecurityLog { line in
            logger.log(
                level: line.isRefusal ? .warning : .notice, "\(line.what)",
                metadata: ["who": "\(line.who)", "from": "\(line.place)"].filter { $1 != "" })
        }
    }

    /// Opens the database that the settings name, and brings its schema up to date.
    ///
    /// Unless it may be made, refuses one that is not there or has nothing in it.
    ///
    /// What a command does stands in no log of security: it is printed.
    package static func open(
        _ settings: Settings, mayMake: Bool = true, isServer: Bool = false
    ) async throws -> (operations: Operations, migrations: [String]) {
        if !mayMake { try settings.database.mustExist() }
        let driver = try settings.database.driver(questionsUpTo: settings.queryTimeout) {
            logger(settings).notice("\($0)")
        }
        if !mayMake, try await Operations.findNothing(on: driver) {
            try driver.close()
            throw NoDatabase(address: settings.database)
        }
        return try await Operations.open(
            driver, clock: Timestamp.now, limits: settings.failures, policy: settings.incidents,
            idleSessions: settings.idleSessions,
            waiting: DatabaseLimits(
                read: settings.queryTimeout, write: writeLimit, areLogInsBounded: true),
            notifying: settings.notifications, channels: channels(settings),
            watching: settings.watch,
            security: isServer ? securityLog(settings) : SecurityLog())
    }

    /// What clients are told to wait for the answer to what they write is longer.
    private static let writeLimit = Duration.seconds(10)

    /// Copies all data from one database into another, empty one, and tells how far it has come.
    package static func moveData(
        from source: DatabaseAddress, to target: DatabaseAddress,
        _ tell: @escaping @Sendable (DataMove.Progress) -> Void
    ) async throws -> [DataMove.Table] {
        if case .sqlite(let path) = source, !FileManager.default.fileExists(atPath: path) {
            throw SQLError.unavailable("There is no database file \(path).")
        }
        let (here, there) = (try source.driver(), try target.driver())
        defer {
            try? here.close()
            try? there.close()
        }
        return try await DataMove(from: here, named: "\(source)", to: there).run(
            by: .console, tell)
    }

    /// Serves until told to stop by SIGTERM or SIGINT, then finishes what is under way.
    package func run() async throws {
        let (operations, migrations) = try await Self.open(settings, isServer: true)
        for warning in settings.warnings { logger.warning("\(warning)") }
        for migration in migrations { logger.info("Brought the database up to date: \(migration)") }
        logger.info("The database is \(settings.database.located)")
        let site = try await site(operations)
        // The database keeps some files for itself, however many clients there are and however few
        // the system gives: who is not taken waits, and nobody is answered that a file cannot be opened.
        let files = OpenFiles.raiseLimit()
        let maxConnections = max(files - 128, files / 2)
        let application = Application(
            router: Self.router(site, adding: endpoints),
            server: HTTPConnection.builder(ConnectionLimits(maxBody: settings.site.maxBody)),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.listen.host, port: settings.listen.port),
                serverName: "Argus", backlog: 1024,
                availableConnectionsDelegate: .maximum(maxConnections, logger: quietLogger)),
            onServerRunning: { [logger] channel in
                let address = channel.localAddress.map(Self.text) ?? "?"
                logger.info("Argus \(Self.version) serves on http://\(address)/")
                if let key = site.firstKey {
                    let root = site.settings.publicURL ?? "http://\(address)"
                    logger.notice(
                        "Nobody has an account yet. Make the first administrator at \(root)\(Dashboard.firstPath)?key=\(key.value)"
                    )
                }
            },
            logger: quietLogger)
        let housekeeping = Housekeeping(operations: operations, logger: logger)
        let notifying = NotificationEngine(
            operations: operations, channels: operations.notifications.channels, logger: logger)
        // The last is told first that the server ends.
        var group = ServiceGroupConfiguration(
            services: [
                application, housekeeping, notifying, FeedEnding(operations: operations),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger)
        // Clients that keep their connections open do not keep the server from ending.
        group.maximumGracefulShutdownDuration = .seconds(20)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            try? operations.close()
            if let reason = NotListening(settings.listen, error) { throw reason }
            throw error
        }
        try operations.close()
        logger.info("Argus has ended")
    }

    /// Every way in which messages are sent.
    private static func channels(_ settings: Settings) -> [any ArgusCore.Channel] {
        let server = MailServer(settings.mail)
        let http = OutgoingHTTP(AddressPolicy(allowing: settings.webhookTargets))
        let templates = settings.templates
        return [
            MailChannel(server, settings.mail, templates),
            SMSChannel(server, settings.mail, templates, gateway: settings.smsGateway),
            WebhookChannel(http), SlackChannel(http, templates),
            MattermostChannel(http, templates), TeamsChannel(http, templates),
            NtfyChannel(http, templates), GotifyChannel(http, templates),
            TelegramChannel(http, templates), MatrixChannel(http, templates),
            PushoverChannel(http, templates), PagerDutyChannel(http, templates),
            ExecChannel(
                settings.execChannels, templates,
                environment: ProcessInfo.processInfo.environment),
        ]
    }

    /// Hummingbird and ServiceLifecycle tell of every step; only what goes wrong is of interest.
    private var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(settings.log.level, settings.log.level < .info ? .debug : .notice)
        return quiet
    }

    private static func text(_ address: SocketAddress) -> String {
        ListenAddress(host: address.ipAddress ?? "?", port: address.port ?? 0).description
    }

    /// What the routes need to know; a key for the first account where nobody has one.
    private func site(_ operations: Operations) async throws -> Site {
        let firstKey =
            try await operations.accounts.isWithoutPeople() ? Secret.random(bytes: 20) : nil
        return Site(
            operations: operations, settings: settings.site, version: Self.version,
            firstKey: firstKey)
    }

    /// All routes of the server, and more endpoints beside them.
    package static func router(
        _ site: Site, adding endpoints: [Endpoint] = []
    ) -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: TransportSecurityMiddleware(of: site))
        router.add(middleware: RefusalMiddleware(pages: Dashboard.door(of: site), of: site))
        router.serve(APIRoutes.endpoints + endpoints, of: site)
        router.serve(IngestRoutes.endpoints, of: site)
        Dashboard.addRoutes(to: router, of: site)
        return router
    }
}
