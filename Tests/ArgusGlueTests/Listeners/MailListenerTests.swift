import ArgusClient
import ArgusGlue
import ArgusGlueListeners
import ArgusTesting
import ArgusVocabulary
import NIOCore
import NIOPosix
import Testing

@Suite struct `Mail that is listened for` {
    private let mail =
        "From: root@ups1.example.org\r\nSubject: ups1 UPS main Power Failure !!!\r\n\r\n"
        + "..dots\r\n.\r\n"

    private static func begin(
        _ client: Dialogue, lmtp isLMTP: Bool = false, recipients: [String] = ["argus@x"]
    ) async throws {
        _ = await client.read()
        _ = try await client.ask(isLMTP ? "LHLO me" : "EHLO me", lines: 5)
        _ = try await client.ask("MAIL FROM:<root@ups1> SIZE=100 BODY=8BITMIME")
        for recipient in recipients { _ = try await client.ask("RCPT TO:<\(recipient)>") }
        _ = try await client.ask("DATA")
    }

    @Test func `by SMTP is on disk when it is answered`() async throws {
        try await Listening.open("mail", ["listen_smtp: 127.0.0.1:0"]) { [mail] glue in
            let client = try await glue.connect(.smtp)
            try await Self.begin(client)
            try await client.write(mail)
            let answer = await client.read()
            let waiting = try glue.waiting()
            let goodbye = try await client.ask("QUIT")
            await client.untilEnded()

            #expect(answer == ["250 2.0.0 Taken"] && goodbye == ["221 2.0.0 Goodbye"])
            #expect(waiting.map(\.key) == ["apcupsd!ups1!main!power"])
            #expect(waiting.first?.metadata?["mail"]?["body"]?.string == ".dots\n")
        }
    }

    @Test func `by LMTP at a socket is answered for each recipient`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lmtp")
        try await Listening.open("mail", ["listen_lmtp: \(path)"], in: folder) { [mail] glue in
            let client = try await Dialogue {
                try await $0.connect(unixDomainSocketPath: path).get()
            }
            try await Self.begin(client, lmtp: true, recipients: ["a@x", "b@x"])
            try await client.write(mail)

            #expect(await client.read(2) == ["250 2.0.0 Taken", "250 2.0.0 Taken"])
            #expect(try glue.waiting().count == 1)
            try await client.close()
        }
    }

    @Test func `is to be sent again when the spool is full`() async throws {
        try await Listening.open(
            "mail", ["listen_lmtp: 127.0.0.1:0"], glue: "  max_bytes: 10"
        ) { [mail] glue in
            let client = try await glue.connect(.lmtp)
            try await Self.begin(client, lmtp: true)
            try await client.write(mail)

            #expect(await client.read()[0].hasPrefix("451 4.3.1 "))
            #expect(try glue.spool().status().depth == 0)
            try await client.close()
        }
    }

    @Test func `of a bounce is nothing, and takes no other address`() async throws {
        let lines = ["listen_smtp: 127.0.0.1:0", "recipients: 'argus@x, @y.org'"]
        try await Listening.open("mail", lines) { [mail] glue in
            let client = try await glue.connect(.smtp)
            _ = await client.read()
            _ = try await client.ask("HELO me")
            _ = try await client.ask("MAIL FROM:<>")
            let other = try await client.ask("RCPT TO:<argus@elsewhere.org>")
            let own = try await client.ask("RCPT TO:<Anybody@Y.org>")
            _ = try await client.ask("DATA")
            try await client.write(mail)

            #expect(other[0].hasPrefix("550 5.1.1 ") && own[0].hasPrefix("250 "))
            #expect(await client.read() == ["250 2.0.0 Taken"])
            #expect(try glue.spool().status().accepted == 0)
            try await client.close()
        }
    }
}
