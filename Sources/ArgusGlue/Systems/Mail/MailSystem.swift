import ArgusClient
import ArgusSettings

/// Programs that send mail when something goes wrong.
package struct MailSystem: ListeningSystem {
    package static let name = "mail"
    package static let canWait = true
    package static let isStream = false

    static let smtp = Setting(
        "glue.mail.listen_smtp", .place, usually: "none", "where it takes mail by SMTP (RFC 5321)")
    static let lmtp = Setting(
        "glue.mail.listen_lmtp", .place, usually: "none", "where it takes mail by LMTP (RFC 2033)")
    static let recipients = Setting(
        "glue.mail.recipients", .text, usually: "any",
        "addresses, or domains as `@example.org`, that take mail")
    static let maxSize = Setting(
        "glue.mail.max_size", .size, usual: 1 << 20, "the most bytes of a mail; `K`, `M`, `G`")
    static let rules = Setting(
        "glue.mail.rules", .text, usually: "none", "a file that says what becomes of mails")

    package static let settings: [any AnySetting] = [smtp, lmtp, recipients, maxSize, rules]

    package let listeners: [Listener]
    /// What may be sent to its ports.
    package let policy: MailPolicy
    private let decoder: MailDecoder

    package init(_ settings: inout SettingsReader, zone: Zone) {
        let (smtp, lmtp) = (settings.read(Self.smtp), settings.read(Self.lmtp))
        listeners = [
            smtp.map { Listener(.smtp, $0) }, lmtp.map { Listener(.lmtp, $0) },
        ].compactMap { $0 }
        let recipients = (settings.read(Self.recipients) ?? "").split(separator: ",")
        policy = MailPolicy(
            recipients: recipients.map { $0.trimmingBlanks().lowercased() },
            maxSize: settings.read(Self.maxSize))
        let file = settings.read(Self.rules)
        decoder = MailDecoder(
            rules: file.map { settings.rules(in: $0, Self.rules, of: MailDecoder.fields) } ?? [])
    }

    package var format: any AlertFormat { WholeInput { readings(of: $0, receipt: $1) } }

    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        decoder.decode(message.bytes, receipt: receipt)
    }
}
