import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// A page as it goes to a browser: a template with the values that belong into it.
struct HTML {
    let text: String

    /// Renders a template, which every value is escaped for.
    init(_ template: String, _ page: Any) throws {
        text = try Templates.library.get().render(page, withTemplate: template) ?? ""
    }

    /// The answer that shows it.
    ///
    /// Nothing on a page comes from elsewhere, no other site may frame it, and what a browser keeps
    /// of it is not shown to the next person.
    func response(_ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'",
                .xContentTypeOptions: "nosniff",
                .referrerPolicy: "same-origin",
                .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension HTTPField.Name {
    /// `Referrer-Policy`: to whom a browser tells from which page it comes.
    fileprivate static let referrerPolicy = Self("Referrer-Policy") ?? .via
}

/// All templates: the files in `Templates`, which the build embeds.
enum Templates {
    /// The templates by their names, or why one of them is wrong.
    static let library = Result {
        MustacheLibrary(
            templates: try all.mapValues { file in
                let text = String(decoding: file, as: UTF8.self)
                return try MustacheTemplate(
                    string: text.replacing("STYLESHEET", with: Stylesheet.path))
            })
    }

    private static let all = [
        "layout": PackageResources.layout_mustache, "welcome": PackageResources.welcome_mustache,
        "error": PackageResources.error_mustache, "login": PackageResources.login_mustache,
    ]
}
