import ArgusGlue
import NIOCore

/// Reads messages of syslog from one connection, and the next only when those before are on disk.
///
/// A client that says nothing for too long is let go: there may be but so many.
struct SyslogConnection: Sendable {
    private let intake: MessageIntake
    private let idleLimit: Duration?

    init(_ intake: MessageIntake, idleLimit: Duration? = nil) {
        (self.intake, self.idleLimit) = (intake, idleLimit)
    }

    func run(_ connection: Connection) async throws {
        let sender = SyslogSender(connection.channel.remoteAddress?.ipAddress ?? "")
        try await connection.executeThenClose { inbound, _ in
            var frames = SyslogFrames()
            var patience = idle(connection.channel)
            defer { patience?.cancel() }
            do {
                for try await buffer in inbound {
                    // What waits for the disk here is not the client's silence.
                    patience?.cancel()
                    try await take(frames.frames(from: buffer.readableBytesView), sender)
                    patience = idle(connection.channel)
                }
            } catch {
                // What came before the connection broke is taken all the same.
            }
            try await take(frames.end().map { [$0] } ?? [], sender)
        }
    }

    /// Ends the connection of a client that says nothing.
    private func idle(_ channel: any Channel) -> Scheduled<Void>? {
        idleLimit.map { limit in
            channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
        }
    }

    private func take(_ frames: [SyslogFrames.Frame], _ sender: SyslogSender) async throws {
        let messages = frames.compactMap { frame -> WebhookMessage? in
            guard case .message(let bytes) = frame else {
                intake.report.refuse(
                    "a message of \(sender.address) with more than \(SyslogFrames.sizeLimit) bytes")
                return nil
            }
            return WebhookMessage(bytes, form: sender.form)
        }
        _ = try await intake.accept(messages, whenFull: .wait)
    }
}
