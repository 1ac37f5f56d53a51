import ArgusGlue
import NIOCore

/// Reads messages of syslog from one connection, and the next only when those before are on disk.
struct SyslogConnection: Sendable {
    private let intake: MessageIntake

    init(_ intake: MessageIntake) {
        self.intake = intake
    }

    func run(_ connection: Connection) async throws {
        let sender = SyslogSender(connection.channel.remoteAddress?.ipAddress ?? "")
        try await connection.executeThenClose { inbound, _ in
            var frames = SyslogFrames()
            do {
                for try await buffer in inbound {
                    try await take(frames.frames(from: buffer.readableBytesView), sender)
                }
            } catch {
                // What came before the connection broke is taken all the same.
            }
            try await take(frames.end().map { [$0] } ?? [], sender)
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
