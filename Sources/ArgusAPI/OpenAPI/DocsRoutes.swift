import ArgusAnswers
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import FoundationEssentials
import HTTPTypes

/// `docs/`: what the API offers, for people.
enum DocsRoutes {
    /// The version to write against.
    static let stable = docs("/api/docs/", .v2, "Version 2 of the API, for people.")

    /// Where the existing server has a page of its own for the schema.
    static let swagger = Endpoint(
        "/api/schema/swagger-ui/", .server, access: .everybody, offers: ["text/html"],
        get: Action(
            "Leads to the page for people.",
            answers: [DescribedOperation.Answer(302, "It is at `/api/docs/`.")]
        ) { _ in Reply(redirectingTo: "/api/docs/") })

    /// One version.
    static func one(of version: APIVersion) -> Endpoint {
        docs("\(version.path)docs/", version, "This version of the API, for people.")
    }

    private static func docs(
        _ path: Path, _ version: APIVersion, _ summary: String
    ) -> Endpoint {
        let type = "text/html; charset=utf-8"
        return Endpoint(
            path, .server, access: .everybody, offers: ["text/html"],
            get: Action(
                summary,
                answers: [DescribedOperation.Answer(200, "The page.", content: [(type, .text)])]
            ) { call in
                var reply = Reply(type: type, text: page(of: version, call).html.text)
                reply.headers[.contentSecurityPolicy] = policy
                return reply
            })
    }

    private static func page(of version: APIVersion, _ call: Call) -> DocsPage {
        let number = String(version.rawValue.dropFirst())
        return DocsPage(
            of: APIDocument.of(version), title: "Argus API, version \(number)",
            subtitle: "of server \(call.site.version)",
            links: """
                \(APIVersion.allCases.map { link(to: $0, from: version) })\
                <li><a href="\(version.path)schema/">OpenAPI as YAML</a>\
                <li><a href="\(version.path)schema/?format=json">as JSON</a>
                """,
            introduction: introduction, root: version.path, address: call.here.root)
    }

    private static func link(to other: APIVersion, from version: APIVersion) -> HTML {
        let text = "Version \(other.rawValue.dropFirst())\(other == .v2 ? " (stable)" : "")"
        return other == version
            ? "<li><strong aria-current=\"page\">\(text)</strong>"
            : "<li><a href=\"\(other.path)docs/\">\(text)</a>"
    }

    private static let introduction: HTML = """
        <p>Send a token with each request: <code>Authorization: Token …</code>. \
        <code>argus token create</code> on the server makes one. \
        Paths end in a slash. Times are ISO 8601, and those without an offset are in the server’s \
        zone. Lists of incidents come in pages: follow <code>next</code> until it is null. \
        What is refused has changed nothing, and says why.</p>
        """

    /// Nothing is allowed but the page's own style, which is told by its digest.
    private static let policy = {
        let digest = Data(sha256(Array(DocsPage.style.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"
    }()
}
