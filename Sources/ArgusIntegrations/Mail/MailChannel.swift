import ArgusCore
import ArgusVocabulary

/// Sends messages by e-mail, one for each address; those about one incident are one thread.
package struct MailChannel: Channel {
    private let server: MailServer
    private let settings: MailSettings

    /// Sends by a server.
    package init(_ server: MailServer, _ settings: MailSettings) {
        (self.server, self.settings) = (server, settings)
    }

    package var medium: Medium { .email }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        await server.send(message(notice, to: destination.address), to: destination.address)
    }

    /// What is sent of an event.
    package func message(_ notice: Notice, to address: String) -> OutgoingMail {
        let text = MessageText(notice)
        let incident = notice.event.incident
        let subject = "\(settings.subjectPrefix)\(text.subject)"
        let about =
            notice.report.map { "maintenance-\($0.notice.task)" } ?? "incident-\(incident.id)"
        let thread = "<\(about)@\(settings.domain)>"
        return OutgoingMail(
            headers: [
                ("From", settings.from), ("To", address), ("Subject", subject),
                ("Date", notice.delivery.updated.mailDate),
                ("Message-ID", "<\(notice.delivery.key)@\(settings.domain)>"),
                ("In-Reply-To", thread), ("References", thread),
                ("Auto-Submitted", "auto-generated"),
                ("X-Argus-Incident", "\(incident.id)"),
            ],
            body: .both(
                text: Self.plain(text), html: Self.html(text, title: subject)))
    }

    private static func plain(_ text: MessageText) -> String {
        let facts = text.facts
        let width = facts.map(\.name.count).max() ?? 0
        let lines = facts.map { name, value in
            let padding = String(repeating: " ", count: max(0, width - name.count))
            return "\(name):\(padding) \(value)"
        }
        return "\(text.title)\n\n" + lines.joined(separator: "\n") + "\n"
    }

    private static func html(_ text: MessageText, title: String) -> String {
        let rows = text.facts.map { name, value in
            let escaped = value.escapedForHTML
            let shown =
                WebURL.isValid(value) && value.hasPrefix("http")
                ? "<a href=\"\(escaped)\">\(escaped)</a>" : escaped
            return """
                <tr><th align="left" style="padding: 2px 12px 2px 0">\(name.escapedForHTML)</th>\
                <td>\(shown)</td></tr>
                """
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(title.escapedForHTML)</title></head>
            <body style="font-family: sans-serif">
            <h1 style="font-size: 18px">\(text.title.escapedForHTML)</h1>
            <table style="font-size: 14px; border-spacing: 0">
            \(rows.joined(separator: "\n"))
            </table>
            </body>
            </html>

            """
    }
}

/// Sends messages to telephones, by a gateway that takes mail with the number in its subject.
package struct SMSChannel: Channel {
    private let server: MailServer
    private let settings: MailSettings

    /// The most characters that a message of several parts may have.
    private static let longest = 459

    /// Sends by a server.
    package init(_ server: MailServer, _ settings: MailSettings) {
        (self.server, self.settings) = (server, settings)
    }

    package var medium: Medium { .sms }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        guard let gateway = settings.smsGateway else {
            return .failed(.notConfigured, "Set ARGUS_SMS_GATEWAY to the address of a gateway.")
        }
        let text = settings.smsPrefix + MessageText(notice).line
        let message = OutgoingMail(
            headers: [
                ("From", settings.from), ("To", gateway), ("Subject", "sms \(destination.address)"),
                ("Date", notice.delivery.updated.mailDate),
                ("Message-ID", "<\(notice.delivery.key)@\(settings.domain)>"),
                ("Auto-Submitted", "auto-generated"),
            ], body: .text(text.cut(to: Self.longest)))
        return await server.send(message, to: gateway)
    }
}
