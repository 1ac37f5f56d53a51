import ArgusGlue
import NIOCore

/// Takes mail from one connection: a mail is answered when it is on disk.
struct MailConnection: Sendable {
    private let intake: MessageIntake
    private let policy: MailPolicy
    private let dialect: MailConversation.Dialect

    init(_ intake: MessageIntake, _ policy: MailPolicy, _ dialect: MailConversation.Dialect) {
        (self.intake, self.policy, self.dialect) = (intake, policy, dialect)
    }

    func run(_ connection: Connection) async throws {
        let channel = connection.channel
        let deadline = channel.eventLoop.scheduleTask(in: policy.wholeTime.amount) {
            channel.close(promise: nil)
        }
        defer { deadline.cancel() }
        try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: MailConversation.greeting))
            var conversation = MailConversation(policy, dialect)
            var patience = idle(channel)
            defer { patience.cancel() }
            for try await buffer in inbound {
                patience.cancel()
                conversation.read(buffer.readableBytesView)
                while let step = conversation.next() {
                    switch step {
                    case .reply(let text): try await outbound.write(ByteBuffer(string: text))
                    case .end(let text): return try await outbound.write(ByteBuffer(string: text))
                    case .take(let mail):
                        let answer = conversation.answer(await outcome(of: mail))
                        try await outbound.write(ByteBuffer(string: answer))
                    }
                }
                patience = idle(channel)
            }
        }
    }

    /// Ends the connection of a client that says nothing.
    private func idle(_ channel: any Channel) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: policy.idleTime.amount) { channel.close(promise: nil) }
    }

    private func outcome(of mail: [UInt8]) async -> MailConversation.Outcome {
        switch await intake.accept(WebhookMessage(mail), within: policy.patience) {
        case .kept: .taken
        case .notNow(let reason): .notNow(reason)
        }
    }
}

extension Duration {
    fileprivate var amount: TimeAmount { TimeAmount(self) }
}
