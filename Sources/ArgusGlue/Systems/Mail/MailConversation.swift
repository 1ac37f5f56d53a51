/// One side of a conversation in which mail is taken, by SMTP (RFC 5321) or LMTP (RFC 2033).
///
/// It does nothing by itself: bytes go in, and what is to be done comes out.
package struct MailConversation: Sendable {
    /// What is spoken.
    package enum Dialect: Sendable {
        case smtp, lmtp
    }

    /// What is to be done next.
    package enum Step: Hashable, Sendable {
        /// Answer.
        case reply(String)
        /// Put a mail on disk, and tell ``answer(_:)`` how that went.
        case take([UInt8])
        /// Answer, and end the connection.
        case end(String)
    }

    /// What became of a mail.
    package enum Outcome: Sendable {
        case taken
        /// It is to be sent again later, and why.
        case notNow(String)
    }

    private let policy: MailPolicy
    private let dialect: Dialect
    private var input = MailInput()
    private var isGreeted = false
    /// Nil until it is named; empty for a bounce.
    private var sender: String?
    private var recipients: [String] = []
    private var mistakes = 0

    private static let mistakeLimit = 20
    private static let recipientLimit = 100

    /// Begins a conversation.
    package init(_ policy: MailPolicy, _ dialect: Dialect) {
        (self.policy, self.dialect) = (policy, dialect)
    }

    /// What is said first.
    package static let greeting = "220 argus-glue ready\r\n"

    /// Takes in what the client says.
    package mutating func read(_ bytes: some Sequence<UInt8>) {
        input.append(bytes)
    }

    /// What is to be done next; nil if more must be said for that.
    package mutating func next() -> Step? {
        if input.isInMail {
            switch input.mail(upTo: policy.maxSize) {
            case nil: return nil
            case .tooLarge?: return .reply(answers("552 5.3.4 More than \(policy.maxSize) bytes"))
            case .whole(let bytes)?: return .take(Array("Return-Path: <\(from)>\r\n".utf8) + bytes)
            }
        }
        guard let line = input.command() else { return nil }
        guard let line = line.text else { return mistake("500 5.5.2 The line is too long") }
        return answer(to: line)
    }

    /// What is answered once a mail is on disk, or cannot be put there; in LMTP for each recipient.
    package mutating func answer(_ outcome: Outcome) -> String {
        switch outcome {
        case .taken: answers("250 2.0.0 Taken")
        case .notNow(let reason): answers("451 4.3.1 Try again later: \(reason)")
        }
    }

    private var from: String { sender ?? "" }

    private mutating func answers(_ line: String) -> String {
        let count = dialect == .lmtp ? recipients.count : 1
        forget()
        return String(repeating: line + "\r\n", count: count)
    }

    private mutating func forget() {
        (sender, recipients) = (nil, [])
    }

    private mutating func mistake(_ line: String) -> Step {
        mistakes += 1
        return mistakes < Self.mistakeLimit
            ? .reply(line + "\r\n") : .end("421 4.7.0 Too many mistakes\r\n")
    }

    private mutating func answer(to line: String) -> Step {
        let word = line.prefix { $0 != " " }.uppercased()
        let rest = line.dropFirst(word.count).drop { $0 == " " }
        switch word {
        case "LHLO" where dialect == .lmtp, "EHLO" where dialect == .smtp:
            return greet(
                ["PIPELINING", "SIZE \(policy.maxSize)", "8BITMIME", "ENHANCEDSTATUSCODES"])
        case "HELO" where dialect == .smtp: return greet([])
        case "NOOP": return .reply("250 2.0.0 Yes\r\n")
        case "QUIT": return .end("221 2.0.0 Goodbye\r\n")
        case "RSET":
            forget()
            return .reply("250 2.0.0 Forgotten\r\n")
        case "VRFY": return .reply("252 2.5.0 Send it, and see\r\n")
        case "MAIL": return begin(rest)
        case "RCPT": return add(rest)
        case "DATA":
            guard !recipients.isEmpty else {
                return mistake("503 5.5.1 Name a sender and a recipient that takes mail first")
            }
            input.beginMail()
            return .reply("354 Go on; end with a dot on a line of its own\r\n")
        default: return mistake("500 5.5.1 That is no command here")
        }
    }

    private mutating func greet(_ extensions: [String]) -> Step {
        isGreeted = true
        forget()
        let lines = ["argus-glue"] + extensions
        return .reply(
            lines.enumerated().map { index, line in
                "250\(index == lines.count - 1 ? " " : "-")\(line)\r\n"
            }.joined())
    }

    private mutating func begin(_ rest: Substring) -> Step {
        guard isGreeted else { return mistake("503 5.5.1 Say who you are first") }
        guard sender == nil else { return mistake("503 5.5.1 There is a sender") }
        guard let (address, parameters) = Self.path(rest, after: "FROM:") else {
            return mistake("501 5.5.4 It should be MAIL FROM:<address>")
        }
        let size = parameters.lazy.compactMap { parameter in
            parameter.uppercased().hasPrefix("SIZE=") ? Int(parameter.dropFirst(5)) : nil
        }.first
        if let size, size > policy.maxSize {
            return .reply("552 5.3.4 More than \(policy.maxSize) bytes\r\n")
        }
        sender = address
        return .reply("250 2.1.0 Sender taken\r\n")
    }

    private mutating func add(_ rest: Substring) -> Step {
        guard sender != nil else { return mistake("503 5.5.1 Name a sender first") }
        guard let (address, _) = Self.path(rest, after: "TO:"), !address.isEmpty else {
            return mistake("501 5.5.4 It should be RCPT TO:<address>")
        }
        guard policy.takes(address) else { return mistake("550 5.1.1 No mail is taken for that") }
        guard recipients.count < Self.recipientLimit else {
            return .reply("452 4.5.3 Too many recipients\r\n")
        }
        recipients.append(address)
        return .reply("250 2.1.5 Recipient taken\r\n")
    }

    /// The address in `FROM:<address> SIZE=100`, without a route before it, and the parameters.
    private static func path(
        _ text: Substring, after word: String
    ) -> (address: String, parameters: [Substring])? {
        guard text.prefix(word.count).uppercased() == word else { return nil }
        let rest = text.dropFirst(word.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        let address = inner.hasPrefix("@") ? inner.split(separator: ":").last ?? "" : inner
        let isPlain = address.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
        guard isPlain, address.utf8.count <= 320 else { return nil }
        return (String(address), rest[end...].dropFirst().split(separator: " "))
    }
}
