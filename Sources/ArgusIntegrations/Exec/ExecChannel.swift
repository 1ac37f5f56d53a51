import ArgusCore
import ArgusVocabulary

/// Has a program of the site's own send messages: one that the configuration names, no other.
///
/// It reads JSON from its standard input, and says by its exit status how that ended: 0 if it is sent, 75
/// (`EX_TEMPFAIL` of `sysexits.h`) if it is to be tried again, anything else if it will not work; the last
/// line of its standard error says why.
package struct ExecChannel: Channel {
    /// Paths by the names that destinations have.
    private let programs: [String: String]
    private let templates: MessageTemplates
    private let patience: Duration
    /// The environment of a program; what is set about this server is no part of it.
    private let environment: [String: String]

    /// Runs these programs; none for longer than `patience`.
    package init(
        _ programs: [String: String], _ templates: MessageTemplates = .builtIn,
        patience: Duration = .seconds(20), environment: [String: String] = [:]
    ) {
        (self.programs, self.templates, self.patience) = (programs, templates, patience)
        self.environment = environment.filter { !$0.key.hasPrefix("ARGUS_") }
    }

    package var medium: Medium { .exec }
    package var isSetUp: Bool { !programs.isEmpty }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let name = destination.settings["program"] ?? ""
        guard let path = programs[name] else {
            return .failed(
                .address, "ARGUS_EXEC_CHANNELS names no program \"\(name)\".")
        }
        let message = templates.write(notice, by: medium)
        do {
            let program = try ChildProgram(
                path, environment: environment, input: Self.input(notice, message, destination))
            return Self.outcome(await program.end(within: patience), patience)
                .noting(message.mistake)
        } catch {
            return .retry(.notConfigured, "\(path) cannot be started: \(error)")
        }
    }

    /// What a webhook gets, whom to tell, and what might be said, in words.
    private static func input(
        _ notice: Notice, _ message: WrittenMessage, _ destination: Destination
    ) -> String {
        NoticeBody.text(
            notice,
            adding: [
                "recipient": .string(destination.settings["recipient"] ?? ""),
                "title": .string(message.title),
                "text": .string(message.text ?? ""),
                "link": ChatText(notice).link.map { .string($0) } ?? .null,
            ])
    }

    private static func outcome(
        _ ending: ChildProgram.Ending, _ patience: Duration
    ) -> DeliveryOutcome {
        let said = ending.lastLine.withoutControls
        let detail = said.isEmpty ? "" : ": \(said)"
        switch ending.status {
        case .exited(0): return .sent("the program has sent it")
        case .exited(75): return .retry(.serverError, "It is to be tried again\(detail)")
        case .exited(let status): return .failed(.refused, "It ended with \(status)\(detail)")
        case .signalled(let signal):
            return .retry(.serverError, "Signal \(signal) ended it\(detail)")
        case .overdue:
            return .retry(
                .timeout, "It was stopped after \(patience.components.seconds) seconds\(detail)")
        }
    }
}
