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
    package var isSetUp: Bool { settings.server != nil }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        await server.send(message(notice, to: destination.address), to: destination.address)
    }

    /// What is sent of an event.
    package func message(_ notice: Notice, to address: String) -> OutgoingMail {
        let text = MessageText(notice)
        let incident = notice.event.incident
        let subject = "\(settings.subjectPrefix)\(text.subject)"
        let thread = "<incident-\(incident.id)@\(settings.domain)>"
        // What is about many incidents is no part of the thread of one.
        let threaded =
            notice.gathered == nil
            ? [("In-Reply-To", thread), ("References", thread)] : []
        let about =
            notice.gathered == nil ? [("X-Argus-Incident", "\(incident.id)")] : []
        return OutgoingMail(
            headers: [
                ("From", settings.from), ("To", address), ("Subject", subject),
                ("Date", notice.delivery.updated.mailDate),
                ("Message-ID", "<\(notice.delivery.key)@\(settings.domain)>"),
            ] + threaded + [("Auto-Submitted", "auto-generated")] + about,
            body: .both(text: Self.plain(text), html: Self.html(text, title: subject)))
    }

    private static func plain(_ text: MessageText) -> String {
        let facts = text.facts
        let width = facts.map(\.name.count).max() ?? 0
        let lines = facts.map { name, value in
            let padding = String(repeating: " ", count: max(0, width - name.count))
            return "\(name):\(padding) \(value)"
        }
        return "\(text.heading)\n\n" + lines.joined(separator: "\n") + "\n"
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
            <h1 style="font-size: 18px">\(text.heading.escapedForHTML)</h1>
            <table style="font-size: 14px; border-spacing: 0">
            \(rows.joined(separator: "\n"))
            </table>
            </body>
            </html>

            """
    }
}

/// Sends messages to telephones, by a gateway that takes them over HTTP, or else by one that takes mail
/// with the number in its subject.
package struct SMSChannel: Channel {
    private let server: MailServer
    private let settings: MailSettings
    private let gateway: SMSGateway?
    private let http: OutgoingHTTP

    /// The most characters that a message of several parts may have.
    private static let longest = 459

    /// Sends by a gateway, or else by a mail server.
    package init(
        _ server: MailServer, _ settings: MailSettings, gateway: SMSGateway? = nil,
        _ http: OutgoingHTTP = OutgoingHTTP(.everywhere)
    ) {
        (self.server, self.settings) = (server, settings)
        (self.gateway, self.http) = (gateway, http)
    }

    package var medium: Medium { .sms }
    package var isSetUp: Bool {
        gateway != nil || settings.server != nil && settings.smsGateway != nil
    }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let text = settings.smsPrefix + MessageText(notice).line
        if let gateway {
            return await gateway.send(
                text.cut(to: Self.longest), to: destination.address, key: notice.delivery.key,
                over: http)
        }
        guard let gateway = settings.smsGateway else {
            return .failed(.notConfigured, "Set ARGUS_SMS_URL or ARGUS_SMS_GATEWAY to a gateway.")
        }
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
