import ArgumentParser
import ArgusClient
import ArgusGlue
import ArgusGlueHTTP
import ArgusGlueListeners

/// Tries whether everything is there that delivering needs.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tests the settings, the connection, the token and the spool.",
        discussion: """
            Exit status 0 if all is well, else 1. It changes nothing on the server.

            Example: argus-glue check --config /etc/argus-glue/nav.yaml

            \(SettingsHelp.server)
            """)

    @OptionGroup var options: GlueOptions

    func run() async throws {
        let settings = try options.settings()
        var isWell = true
        func say(_ what: String, _ problem: String?) {
            print(
                "\(problem == nil ? "ok    " : "failed") \(what)\(problem.map { ": \($0)" } ?? "")")
            if problem != nil { isWell = false }
        }
        do {
            let status = try Spool(path: settings.spool, limits: settings.limits).status()
            say("spool \(status.path), \(status.depth) waiting, \(status.dead) dead letters", nil)
        } catch {
            say("spool", "\(error)")
        }
        for source in settings.sources where source.authentication != nil {
            let scheme = settings.port.certificate == nil ? "http" : "https"
            let problem = WebhookServer.certificateProblem(of: settings.port)
            say("port \(scheme)://\(settings.port.address)/\(source.name)", problem)
        }
        for source in settings.sources {
            for listener in (source.system as? any ListeningSystem)?.listeners ?? [] {
                let problem = ListenerServer.certificateProblem(of: listener)
                say("listener \(listener.description) of \(source.name)", problem)
            }
        }
        for source in settings.sources {
            let client = try settings.server.client(source.token)
            let whose = source.name == .default ? "token" : "token of \(source.name)"
            do {
                var mine = client.mine(IncidentQuery(open: true, pageSize: 1)).makeAsyncIterator()
                _ = try await mine.next()
                say("server \(settings.server.url), \(whose) accepted", nil)
            } catch {
                say("server \(settings.server.url), \(whose)", "\(error)")
            }
            if let api = source.api {
                let account = SourceAccount(
                    name: source.name, client: client, server: settings.server.url)
                let open = await settings.openProblems(of: source, account)
                switch open {
                case .success(let count):
                    say("api \(api.url) of \(source.name), \(count) open", nil)
                case .failure(let problem): say("api of \(source.name)", "\(problem)")
                }
            }
            try await client.shutdown()
        }
        if !isWell { throw ExitCode.failure }
    }
}
