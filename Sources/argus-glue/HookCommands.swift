import ArgumentParser
import ArgusClient
import ArgusGlue
import ArgusVocabulary
import FoundationEssentials

/// Takes a notification of Nagios or one of its kin.
struct NagiosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nagios",
        abstract: "Puts one notification of Nagios, Naemon or Icinga 1 into the spool.",
        discussion: """
            To be named as a notification command. The macros come as arguments, NAME=VALUE, or in \
            the environment, NAGIOS_NAME (enable_environment_macros) or ICINGA_NAME. `argus-glue \
            run` delivers what it takes.

            Example: argus-glue nagios --source nagios 'NOTIFICATIONTYPE=PROBLEM' 'HOSTNAME=mail2' \
            'HOSTSTATE=DOWN'

            \(SettingsHelp.accepting)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    @Argument(help: ArgumentHelp("Macros with their values.", valueName: "NAME=VALUE"))
    var macros: [String] = []

    func run() async throws {
        try options.take(
            NagiosSystem.self, source, prefixes: NagiosSystem.prefixes, arguments: macros)
    }
}

/// Takes a notification of Checkmk.
struct CheckmkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkmk",
        abstract: "Puts one notification of Checkmk into the spool.",
        discussion: """
            To be called by a notification script, which is given the variables NOTIFY_…. `argus-glue \
            run` delivers what it takes. Exit status 1 if it is to be called again, as Checkmk has it.

            Example, as a notification script: exec argus-glue checkmk --source checkmk

            \(SettingsHelp.accepting)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() async throws {
        do {
            try options.take(CheckmkSystem.self, source, prefixes: CheckmkSystem.prefixes)
        } catch let problem as SpoolProblem {
            Terminal.end(1, "\(problem)")
        }
    }
}

extension GlueOptions {
    /// Puts what a hook is told by variables into the spool, and ends the process.
    ///
    /// What cannot be read becomes a dead letter, and the exit status is 1.
    fileprivate func take(
        _ system: any HookSystem.Type, _ option: SourceOption, prefixes: [String],
        arguments: [String] = []
    ) throws {
        let variables = HookVariables(
            environment: ProcessInfo.processInfo.environment, prefixes: prefixes,
            arguments: arguments)
        let settings = try settings(needsServer: false, system: system)
        let source = try settings.source(named: option.source, of: system)
        guard let hook = source.system as? any HookSystem else { return }
        let now = Timestamp.now()
        var gate = AlertGate(settings.server.version, logger: settings.logger("argus-glue"))
        var (alerts, refused): ([Alert], [String]) = ([], [])
        for reading in hook.readings(of: variables, receipt: now) {
            switch reading {
            case .alert(let alert):
                do {
                    alerts.append(try gate.admit(alert, receipt: now))
                } catch {
                    refused.append("\(error)")
                }
            case .refused(let reason): refused.append(reason)
            case .ignored, .repaired: continue
            }
        }
        let reason = refused.joined(separator: "; ")
        let odd = UnreadableMessage(variables.written, form: "", reason: reason)
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        let arrival = Arrival(
            alerts, unreadable: refused.isEmpty ? [] : [odd], of: source.name, whenFull: .refuse)
        if let refusal = try spool.accept([arrival]).first?.refusal { throw refusal }
        // As in `enqueue`: to close the spool would make the monitoring system wait.
        withExtendedLifetime(spool) {
            refused.isEmpty ? Terminal.end(0) : Terminal.end(1, "Not taken: \(reason).")
        }
    }
}
