import ArgumentParser
import ArgusClient
import ArgusGlue
import ArgusVocabulary
import FoundationEssentials

/// Takes a notification of Nagios or one of its kin.
struct NagiosCommand: ParsableCommand {
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

    func run() throws {
        try options.take(
            NagiosSystem.self, source, prefixes: NagiosSystem.prefixes, arguments: macros)
    }
}

/// Takes a notification of Checkmk.
struct CheckmkCommand: ParsableCommand {
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

    func run() throws {
        do {
            try options.take(CheckmkSystem.self, source, prefixes: CheckmkSystem.prefixes)
        } catch let problem as SpoolProblem {
            Terminal.end(1, "\(problem)")
        }
    }
}

/// Takes a mail.
struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Puts what one mail says into the spool; the mail is on standard input.",
        discussion: """
            For a pipe in /etc/aliases or of a mail server. `argus-glue run` delivers what it takes. \
            Exit status 75 if the mail is to be delivered again, which mail servers do.

            Example, in /etc/aliases: argus: "|argus-glue mail --source mail"

            \(SettingsHelp.accepting)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() throws {
        try options.takeInput(MailSystem.self, source)
    }
}

/// Takes an SNMP trap.
struct SNMPTrapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snmptrap",
        abstract: "Puts one SNMP trap into the spool, which snmptrapd gives on standard input.",
        discussion: """
            To be named as a handler of snmptrapd, which should write numbers (-On). `argus-glue run` \
            delivers what it takes.

            Example, in snmptrapd.conf: traphandle default argus-glue snmptrap --source traps

            \(SettingsHelp.accepting)
            """)

    @OptionGroup var source: SourceOption
    @OptionGroup var options: GlueOptions

    func run() throws {
        try options.takeInput(SNMPTrapSystem.self, source, keeping: SNMPTrap.withoutCommunity)
    }
}

extension GlueOptions {
    /// Puts what a hook is told by variables into the spool, and ends the process: with 1 if it cannot
    /// be read, and was kept as a dead letter.
    fileprivate func take(
        _ system: any HookSystem.Type, _ option: SourceOption, prefixes: [String],
        arguments: [String] = []
    ) throws {
        let variables = HookVariables(
            environment: ProcessInfo.processInfo.environment, prefixes: prefixes,
            arguments: arguments)
        let message = WebhookMessage(variables.written)
        let (reasons, spool) = try take(message, system, option)
        withExtendedLifetime(spool) {
            Terminal.end(reasons.isEmpty ? 0 : 1, reasons.isEmpty ? "" : "Not taken: \(reasons).")
        }
    }

    /// Puts what a hook is told on standard input into the spool, and ends the process: with 75 if it
    /// is to be told again, and with 0 also if it cannot be read, and was kept as a dead letter.
    fileprivate func takeInput(
        _ system: any MonitoringSystem.Type, _ option: SourceOption,
        keeping kept: ([UInt8]) -> [UInt8] = { $0 }
    ) throws {
        do {
            let message = WebhookMessage(kept(Terminal.input(upTo: 1 << 20)))
            let (reasons, spool) = try take(message, system, option)
            withExtendedLifetime(spool) {
                Terminal.end(0, reasons.isEmpty ? "" : "Kept as a dead letter: \(reasons).")
            }
        } catch let problem as SpoolProblem {
            Terminal.end(Terminal.temporaryFailure, "\(problem)")
        }
    }

    /// Puts what a hook is told into the spool; the answer is why some of it is a dead letter, or
    /// nothing, and the spool, which is not to be closed: that would make the monitoring system wait.
    private func take(
        _ message: WebhookMessage, _ system: any MonitoringSystem.Type, _ option: SourceOption
    ) throws -> (reasons: String, spool: Spool) {
        let settings = try settings(needsServer: false, system: system, only: option.source)
        let source = try settings.source(named: option.source, of: system)
        let now = Timestamp.now()
        var gate = AlertGate(
            settings.server.version, by: source.conventions, logger: settings.logger("argus-glue"))
        var (alerts, refused): ([Alert], [String]) = ([], [])
        var leftOut = 0
        for reading in source.system.readings(of: message, receipt: now) {
            switch reading {
            case .alert(let alert):
                do {
                    switch try gate.admit(alert, receipt: now) {
                    case .taken(let admitted): alerts.append(admitted)
                    case .leftOut: leftOut += 1
                    }
                } catch {
                    refused.append("\(error)")
                }
            case .refused(let reason): refused.append(reason)
            case .ignored, .repaired: continue
            }
        }
        let reasons = refused.joined(separator: "; ")
        let odd = UnreadableMessage(message.bytes, form: "", reason: reasons)
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        let arrival = Arrival(
            alerts, unreadable: refused.isEmpty ? [] : [odd], of: source.name, whenFull: .refuse)
        if let refusal = try spool.accept([arrival]).first?.refusal { throw refusal }
        if leftOut > 0 { try spool.note(leftOut: [source.name: leftOut]) }
        return (reasons, spool)
    }
}
