import Testing

@testable import ArgusGlue

@Suite struct `A conversation about mail` {
    /// What is answered to bytes, in reads of so many; mails are taken.
    private func answers(
        _ text: String, _ dialect: MailConversation.Dialect = .smtp, step: Int = 1000,
        policy: MailPolicy = MailPolicy()
    ) -> (replies: [String], mails: [String]) {
        var conversation = MailConversation(policy, dialect)
        var (replies, mails): ([String], [String]) = ([], [])
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            conversation.read(bytes[start..<min(start + step, bytes.count)])
            while let step = conversation.next() {
                switch step {
                case .reply(let text): replies.append(text)
                case .end(let text): return (replies + [text], mails)
                case .take(let mail):
                    mails.append(String(decoding: mail, as: UTF8.self))
                    replies.append(conversation.answer(.taken))
                }
            }
        }
        return (replies, mails)
    }

    private let begin = "EHLO a\r\nMAIL FROM:<s@a>\r\nRCPT TO:<r@b>\r\nDATA\r\n"

    @Test(arguments: [1, 2, 3, 5, 1000])
    func `takes mails without the dots that were added, wherever reads end`(step: Int) {
        let text = begin + "a\r\n..b\r\n.c\r\n.\n.\r\n" + "\r\n.\r\n"
        let (replies, mails) = answers(
            text + "MAIL FROM:<t@a>\r\nRCPT TO:<r@b>\r\nDATA\r\n.\r\nQUIT\r\n", step: step)

        #expect(
            mails == [
                "Return-Path: <s@a>\r\na\r\n.b\r\nc\r\n\n.\r\n\r\n", "Return-Path: <t@a>\r\n",
            ])
        #expect(replies.last == "221 2.0.0 Goodbye\r\n")
    }

    @Test(arguments: ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r"])
    func `ends a mail at no other line with a dot`(end: String) {
        #expect(answers(begin + "a\(end)MAIL FROM:<x@y>\r\n").mails == [])
    }

    @Test func `refuses a mail that is too large, and goes on`() {
        let large = String(repeating: "x", count: 5000)
        let policy = MailPolicy(maxSize: 1000)
        let (replies, mails) = answers(
            begin + large + "\r\n.\r\nMAIL FROM:<a@b> SIZE=1001\r\nNOOP\r\n", policy: policy)

        #expect(mails == [] && replies.count == 7 && replies[4].hasPrefix("552 5.3.4 "))
        #expect(replies[5].hasPrefix("552 5.3.4 ") && replies[6].hasPrefix("250 "))
    }

    @Test(arguments: [
        ("MAIL FROM:<a@b>", "503"), ("EHLO a\r\nRCPT TO:<a@b>", "503"), ("EHLO a\r\nDATA", "503"),
        ("LHLO a", "500"), ("EHLO a\r\nMAIL FROM:a@b", "501"), ("EHLO a\r\nMAIL TO:<a>", "501"),
        ("EHLO a\r\nMAIL FROM:<a b>", "501"), ("EHLO a\r\nMAIL FROM:<a\u{1}>", "501"),
        ("EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<>", "501"), ("VRFY root", "252"), ("", "500"),
        ("EHLO a\r\nMAIL FROM:<a@b>\r\nMAIL FROM:<a@b>", "503"), ("STARTTLS", "500"),
        ("helo a\r\nmail from: <@c,@d:a@b>\r\nrcpt to:<a@b>", "250"),
    ])
    func `answers what is out of order, and goes on`(text: String, code: String) {
        let (replies, _) = answers("\(text)\r\nQUIT\r\n")

        #expect(replies.dropLast().last?.hasPrefix(code) == true, "\(replies)")
        #expect(replies.last == "221 2.0.0 Goodbye\r\n")
    }

    @Test func `keeps no command that is too long, and ends after many mistakes`() {
        let long = String(repeating: "x", count: 100_000)

        #expect(answers("\(long)\r\nNOOP\r\n").replies.map { $0.prefix(3) } == ["500", "250"])
        let many = answers(String(repeating: "x\r\n", count: 30)).replies
        #expect(many.count == 20 && many.last?.hasPrefix("421 ") == true)
    }

    @Test func `takes no more recipients than it can answer`() {
        let many = String(repeating: "RCPT TO:<a@b>\r\n", count: 101)
        let (replies, _) = answers("LHLO a\r\nMAIL FROM:<a@b>\r\n\(many)", .lmtp)

        #expect(replies.last?.hasPrefix("452 ") == true && replies.count == 103)
    }
}
