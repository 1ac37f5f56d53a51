import ArgusCore
import ArgusVocabulary

/// Sends messages by e-mail, one for each address; those about one incident are one thread.
package struct MailChannel: Channel {
    private let server: MailServer
    private let settings: MailSettings
    private let templates: MessageTemplates

    /// Sends by a server what templates write.
    package init(
        _ server: MailServer, _ settings: MailSettings, _ templates: MessageTemplates = .builtIn
    ) {
        (self.server, self.settings, self.templates) = (server, settings, templates)
    }

    package var medium: Medium { .email }
    package var isSetUp: Bool { settings.server != nil }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let written = templates.write(notice, by: medium, prefix: settings.subjectPrefix)
        return await server.send(
            mail(written, about: notice, to: destination.address), to: destination.address
        ).noting(written.mistake)
    }

    private func mail(
        _ written: WrittenMessage, about notice: Notice, to address: String
    ) -> OutgoingMail {
        let incident = notice.event.incident
        let thread = "<incident-\(incident.id)@\(settings.domain)>"
        // What is about many incidents is no part of the thread of one.
        let threaded =
            notice.gathered == nil
            ? [("In-Reply-To", thread), ("References", thread)] : []
        let named =
            notice.gathered == nil ? [("X-Argus-Incident", "\(incident.id)")] : []
        return OutgoingMail(
            headers: [
                ("From", settings.from), ("To", address), ("Subject", written.title),
                ("Date", notice.moment.mailDate),
                ("Message-ID", "<\(notice.delivery.key)@\(settings.domain)>"),
            ] + threaded + [("Auto-Submitted", "auto-generated")] + named,
            body: .both(text: "\(written.text ?? "")\n", html: "\(written.html ?? "")\n"))
    }
}

/// Sends messages to telephones, by a gateway that takes them over HTTP, or else by one that takes mail
/// with the number in its subject.
package struct SMSChannel: Channel {
    private let server: MailServer
    private let settings: MailSettings
    private let gateway: SMSGateway?
    private let http: OutgoingHTTP
    private let templates: MessageTemplates

    /// The most characters that a message of several parts may have.
    private static let longest = 459

    /// Sends by a gateway, or else by a mail server, what templates write.
    package init(
        _ server: MailServer, _ settings: MailSettings, _ templates: MessageTemplates = .builtIn,
        gateway: SMSGateway? = nil, _ http: OutgoingHTTP = OutgoingHTTP(.everywhere)
    ) {
        (self.server, self.settings, self.templates) = (server, settings, templates)
        (self.gateway, self.http) = (gateway, http)
    }

    package var medium: Medium { .sms }
    package var isSetUp: Bool {
        gateway != nil || settings.server != nil && settings.smsGateway != nil
    }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        let written = templates.write(
            notice, by: medium, leaving: settings.smsPrefix.count)
        let text = settings.smsPrefix + (written.text ?? "")
        if let gateway {
            return await gateway.send(
                text.cut(to: Self.longest), to: destination.address, key: notice.delivery.key,
                over: http
            ).noting(written.mistake)
        }
        guard let gateway = settings.smsGateway else {
            return .failed(.notConfigured, "Set ARGUS_SMS_URL or ARGUS_SMS_GATEWAY to a gateway.")
        }
        let message = OutgoingMail(
            headers: [
                ("From", settings.from), ("To", gateway), ("Subject", "sms \(destination.address)"),
                ("Date", notice.moment.mailDate),
                ("Message-ID", "<\(notice.delivery.key)@\(settings.domain)>"),
                ("Auto-Submitted", "auto-generated"),
            ], body: .text(text.cut(to: Self.longest)))
        return await server.send(message, to: gateway).noting(written.mistake)
    }
}
