import ArgusCore

/// By which server mail is sent, and how it looks.
package struct MailSettings: Hashable, Sendable {
    /// `smtp://` or `smtps://`, with a user and a password where the server wants them; nil if no mail
    /// can be sent.
    package var server: String?
    /// Who the mail is from.
    package var from: String
    /// What every subject begins with.
    package var subjectPrefix: String
    /// Certificates of authorities that are trusted, in a file; nil for those of the system.
    package var authorities: String?
    /// Where mail goes that a gateway sends on to telephones; nil if there is none.
    package var smsGateway: String?
    /// What every message to a telephone begins with.
    package var smsPrefix: String

    /// Sets up mail.
    package init(
        server: String? = nil, from: String = "argus@localhost",
        subjectPrefix: String = "[Argus] ", authorities: String? = nil,
        smsGateway: String? = nil, smsPrefix: String = ""
    ) {
        (self.server, self.from, self.subjectPrefix) = (server, from, subjectPrefix)
        (self.authorities, self.smsGateway, self.smsPrefix) = (authorities, smsGateway, smsPrefix)
    }

    /// The part after the `@` of who it is from, which also makes the names of messages unique.
    var domain: String { from.split(separator: "@").last.map(String.init) ?? "localhost" }
}
