import ArgusHTTP
import HTTPTypes

extension Reply {
    /// Shows a template.
    ///
    /// Nothing on a page comes from elsewhere, no script or style stands in it, no other site may
    /// frame it, and what a browser keeps of it is not shown to the next person.
    init(_ template: String, _ frame: PageFrame) throws {
        self.init(type: "text/html; charset=utf-8", text: try Templates.render(template, frame))
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        headers[.referrerPolicy] = "same-origin"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
    }
}

extension HTTPField.Name {
    /// `Referrer-Policy`: to whom a browser tells from which page it comes.
    static let referrerPolicy = Self("Referrer-Policy") ?? .via
}
