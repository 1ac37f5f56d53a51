import ArgusHTTP
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// The pages that people look at.
package enum Dashboard {
    /// Adds all pages to the routes of the server.
    package static func addRoutes(to router: Router<BasicRequestContext>, version: String) {
        let page = WelcomePage(version: version)
        router.get("/") { _, _ in try page.response }
    }
}

/// What stands at the server's root until there is a list of incidents to show.
struct WelcomePage {
    let version: String

    private static let template = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Argus</title>
        </head>
        <body>
        <main>
        <h1>Argus {{version}}</h1>
        <p>The server is running. Its API is at <a href="/api/">/api/</a>.</p>
        <p>To see incidents at a terminal, run <code>argus incident list</code>.</p>
        </main>
        </body>
        </html>

        """

    var html: String {
        get throws { try MustacheTemplate(string: Self.template).render(self) }
    }

    var response: Response {
        get throws {
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8",
                    .contentSecurityPolicy: "default-src 'none'; base-uri 'none'",
                    .xContentTypeOptions: "nosniff",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: try html)))
        }
    }
}
