import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Foundation
import Testing

private typealias Stage = FakeMailServer.Stage
private typealias Manner = FakeMailServer.Manner

/// What a conversation that goes wrong is to mean.
private enum Meaning: Hashable {
    case sent
    case retry(DeliveryReason)
    case failed(DeliveryReason)

    init(_ outcome: DeliveryOutcome) {
        self =
            switch outcome {
            case .sent: .sent
            case .retry(let reason, _, _): .retry(reason)
            case .failed(let reason, _): .failed(reason)
            }
    }
}

/// What becomes of a mail that is handed to a port of this machine.
private func outcome(
    port: Int, to address: String = "bob@example.org", user: String = "",
    patience: Duration = .longest, authorities: String? = nil
) async -> DeliveryOutcome {
    let settings = MailSettings(
        server: "smtp://\(user)127.0.0.1:\(port)", authorities: authorities)
    let destination = Destination(
        id: 2, user: 1, medium: .email, settings: ["email_address": address])
    return await MailChannel(MailServer(settings, patience: patience), settings)
        .send(.sample(), to: destination)
}

@Suite struct `A mail server on a bad day` {
    @Test(arguments: Stage.allCases, [Manner.hangs, .drips])
    private func `that says nothing in time is tried again`(
        stage: Stage, manner: Manner
    ) async throws {
        try await FakeMailServer.with(manner, at: stage) { server in
            let outcome = await outcome(port: server.port, patience: .milliseconds(200))
            #expect(Meaning(outcome) == .retry(.timeout), "\(outcome)")
        }
    }

    @Test(arguments: Stage.allCases)
    private func `that closes the connection is tried again`(stage: Stage) async throws {
        try await FakeMailServer.with(.drops, at: stage) { server in
            let outcome = await outcome(port: server.port)
            guard case .retry = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(server.messages.isEmpty)
        }
    }

    @Test(arguments: [
        (Stage.greeting, "421 too busy", Meaning.retry(.serverError)),
        (.greeting, "554 no mail here", .failed(.refused)),
        (.sender, "451 not now", .retry(.serverError)), (.sender, "550 not you", .failed(.refused)),
        (.recipient, "450 greylisted", .retry(.serverError)),
        (.recipient, "452 full", .retry(.serverError)),
        (.recipient, "550 no such user", .failed(.address)),
        (.recipient, "552 over quota", .failed(.tooLarge)),
        (.recipient, "554 no", .failed(.refused)), (.data, "451 not now", .retry(.serverError)),
        (.data, "554 no", .failed(.refused)), (.end, "451 not now", .retry(.serverError)),
        (.end, "552 too large", .failed(.tooLarge)), (.end, "554 spam", .failed(.refused)),
    ])
    private func `says what becomes of the mail`(
        stage: Stage, words: String, meaning: Meaning
    ) async throws {
        try await FakeMailServer.with(.says(words), at: stage) { server in
            let outcome = await outcome(port: server.port)
            #expect(Meaning(outcome) == meaning, "\(outcome)")
            #expect("\(outcome)".contains(words))
            #expect(server.messages.isEmpty)
        }
    }

    @Test func `where nobody listens is tried again`() async throws {
        let port = try DeafPort()

        let outcome = await outcome(port: port.number)
        #expect(Meaning(outcome) == .retry(.unreachable), "\(outcome)")
    }

    @Test func `with a wrong certificate gets nothing`() async throws {
        let own = try await TestCertificate()
        try await FakeMailServer.with(tls: own.server) { server in
            let outcome = await outcome(port: server.port)
            #expect(Meaning(outcome) == .retry(.certificate), "\(outcome)")
            #expect(server.messages.isEmpty)
        }
    }

    @Test func `with a certificate of a known authority gets it by STARTTLS`() async throws {
        let own = try await TestCertificate("IP:127.0.0.1")
        try await TemporaryFolder.with { folder in
            let file = folder.file("authorities.pem")
            try Data(own.text.utf8).write(to: URL(filePath: file))
            try await FakeMailServer.with(tls: own.server) { server in
                let outcome = await outcome(port: server.port, authorities: file)
                #expect(Meaning(outcome) == .sent, "\(outcome)")
                #expect(server.messages.count == 1 && server.isSafe)
            }
        }
    }

    @Test func `takes the next mail`() async throws {
        try await FakeMailServer.with { server in
            let outcome = await outcome(port: server.port)
            #expect(Meaning(outcome) == .sent, "\(outcome)")
            #expect(server.messages.count == 1)
        }
    }

    @Test func `gets no command and no header from a line break in an address`() async throws {
        try await FakeMailServer.with { server in
            let outcome = await outcome(
                port: server.port, to: "bob@example.org>\r\nRCPT TO:<eve@example.org")
            #expect(Meaning(outcome) == .failed(.address))
            #expect(server.messages.isEmpty)
        }
    }
}
