import ArgusHTTP
import HTTPTypes

/// What stands on every page around its own.
struct PageFrame {
    /// What was done on the page where one comes from; nil if nothing was.
    var message: String?
    /// The page's own values.
    let page: Any
}

extension Call {
    /// Shows a page: a template with the values that belong into it.
    func page(_ template: String, _ page: Any) throws -> Reply {
        var reply = try Reply(template, PageFrame(message: message, page: page))
        if message != nil { reply.headers.append(messageSaid) }
        return reply
    }
}

extension Reply {
    /// Shows a template.
    ///
    /// Nothing on a page comes from elsewhere, no other site may frame it, and what a browser keeps
    /// of it is not shown to the next person.
    init(_ template: String, _ frame: PageFrame) throws {
        self.init(type: "text/html; charset=utf-8", text: try Templates.render(template, frame))
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'"
        headers[.referrerPolicy] = "same-origin"
        headers[.cacheControl] = "no-store"
    }
}

extension HTTPField.Name {
    /// `Referrer-Policy`: to whom a browser tells from which page it comes.
    fileprivate static let referrerPolicy = Self("Referrer-Policy") ?? .via
}
