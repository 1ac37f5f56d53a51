/// What may be sent to the ports of a source that takes mail.
package struct MailPolicy: Sendable {
    /// Addresses in lower case, or domains with `@` before them; empty for any.
    package var recipients: [String]
    /// The most bytes of a mail.
    package var maxSize: Int
    /// How long a client may say nothing.
    package var idleTime: Duration
    /// How long a connection may last.
    package var wholeTime: Duration
    /// How long an answer may wait for the disk.
    package var patience: Duration

    /// Puts together what may be sent.
    package init(
        recipients: [String] = [], maxSize: Int = 1 << 20, idleTime: Duration = .seconds(60),
        wholeTime: Duration = .seconds(600), patience: Duration = .seconds(30)
    ) {
        (self.recipients, self.maxSize) = (recipients, maxSize)
        (self.idleTime, self.wholeTime, self.patience) = (idleTime, wholeTime, patience)
    }

    /// Whether mail for an address is taken.
    func takes(_ address: String) -> Bool {
        let address = address.lowercased()
        return recipients.isEmpty
            || recipients.contains { $0.hasPrefix("@") ? address.hasSuffix($0) : address == $0 }
    }
}
