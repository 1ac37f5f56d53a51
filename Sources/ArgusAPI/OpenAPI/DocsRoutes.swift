import ArgusHTTP
import ArgusOperations
import ArgusWire
import FoundationEssentials
import HTTPTypes

/// `docs/`: what the API offers, for people.
enum DocsRoutes {
    /// The version to write against.
    static let stable = docs("/api/docs/", .v2)

    /// Where the existing server has a page of its own for the schema.
    static let swagger = Endpoint(
        "/api/schema/swagger-ui/", isPublic: true, offers: ["text/html"],
        get: { _ in Reply(redirectingTo: "/api/docs/") })

    /// One version.
    static func one(of version: APIVersion) -> Endpoint { docs("\(version.path)docs/", version) }

    private static func docs(_ path: String, _ version: APIVersion) -> Endpoint {
        Endpoint(
            path, isPublic: true, offers: ["text/html"],
            get: { call in
                let page = DocsPage(
                    document: .of(version), serverVersion: call.site.version,
                    address: call.absoluteURL(""))
                var reply = Reply(type: "text/html; charset=utf-8", text: page.html.text)
                reply.headers[.contentSecurityPolicy] = policy
                return reply
            })
    }

    /// Nothing is allowed but the page's own style, which is told by its digest.
    private static let policy = {
        let digest = Data(sha256(Array(DocsPage.style.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"
    }()
}
