import ArgusClient
import ArgusVocabulary

extension Spool {
    /// Reads dead letters that are no alerts once more, by the settings as they are now, and puts what
    /// they say into the queue; nil for all of them.
    ///
    /// The answer is how many could be read, and of the others why not. What they say is old by now:
    /// it is not told live.
    package func reread(
        _ sequences: [Int64]?, _ settings: GlueSettings
    ) throws(SpoolProblem) -> (read: Int, refusals: [String]) {
        var (read, refusals): (Int, [String]) = (0, [])
        for message in try unreadableMessages() {
            guard let sequence = message.sequence, sequences?.contains(sequence) ?? true else {
                continue
            }
            do {
                let alerts = try alerts(of: message, settings)
                try replace(unreadable: message, by: alerts)
                read += 1
            } catch let refusal as AlertProblem {
                refusals.append("\(sequence): \(refusal)")
            } catch let problem as SpoolProblem {
                throw problem
            } catch {
                refusals.append("\(sequence): \(error)")
            }
        }
        return (read, refusals)
    }

    /// Puts what a message says into the queue, once somebody has corrected it; while it cannot be
    /// read, it stays as it was.
    package func correct(
        _ message: UnreadableMessage, as bytes: [UInt8], _ settings: GlueSettings
    ) throws {
        let alerts = try alerts(of: message.with(bytes), settings)
        guard !alerts.isEmpty else {
            throw AlertProblem([.init(nil, "it says nothing that is an alert")])
        }
        try replace(unreadable: message, by: alerts)
    }

    /// What a message says, all of it, or why it cannot be read.
    private func alerts(
        of message: UnreadableMessage, _ settings: GlueSettings
    ) throws(AlertProblem) -> [Alert] {
        let source = settings.sources.first { $0.name == message.source }
        guard let source else {
            throw AlertProblem([.init(nil, "the settings have no such source any more")])
        }
        let receipt = message.accepted ?? .now()
        let body = WebhookMessage(message.bytes, form: message.form)
        var alerts: [Alert] = []
        for reading in source.system.readings(of: body, receipt: receipt) {
            switch reading {
            case .alert(var alert):
                alert.isLive = false
                let version = settings.server.version
                if case .taken(let admitted) = try alert.admitted(
                    by: source.conventions, for: version, receipt: receipt)
                {
                    alerts.append(admitted.alert)
                }
            case .refused(let reason): throw AlertProblem([.init(nil, reason)])
            case .ignored, .repaired: continue
            }
        }
        return alerts
    }
}
