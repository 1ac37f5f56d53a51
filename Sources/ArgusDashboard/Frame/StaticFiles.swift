import ArgusHTTP
import ArgusOperations
import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheets, scripts and pictures of the pages: the files in `Static`, which the build embeds.
///
/// All stand in one folder, whose name changes with the content of any of them: browsers may keep
/// them for ever, and they may name each other without a path. Templates write `/static/NAME`.
enum StaticFiles {
    /// The folder that templates name.
    private static let written = "/static/"

    /// The folder in which they are served.
    static let folder: String = {
        let digest = sha256(files.flatMap { Array($0.name.utf8) + sha256($0.bytes) })
        return "\(written)\(hexadecimal(Array(digest.prefix(6))))/"
    }()

    /// A template's text with the addresses under which the files are served.
    static func addressed(_ text: String) -> String {
        text.replacing("=\"\(written)", with: "=\"\(folder)")
    }

    static func addRoutes(to router: Router<SiteContext>) {
        for file in files {
            let packed = Gzip.packed(file.bytes)
            let path = RouterPath("\(folder)\(file.name)")
            router.get(path) { request, _ in response(file, packed, to: request) }
            router.head(path) { request, _ in
                response(file, packed, to: request).createHeadResponse()
            }
        }
    }

    private static func response(
        _ file: StaticFile, _ packed: [UInt8]?, to request: Request
    ) -> Response {
        let packed = Negotiation.takesGzip(request.headers) ? packed : nil
        var headers: HTTPFields = [
            .contentType: file.type,
            .cacheControl: "public, max-age=31536000, immutable",
            .vary: "Accept-Encoding",
            .xContentTypeOptions: "nosniff",
        ]
        if packed != nil { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed ?? file.bytes)))
    }

    static let files = [
        StaticFile("acts.js", PackageResources.acts_js),
        StaticFile("ages.js", PackageResources.ages_js),
        StaticFile("alarm.js", PackageResources.alarm_js),
        StaticFile("announce.js", PackageResources.announce_js),
        StaticFile("argus.js", PackageResources.argus_js),
        StaticFile("base.css", PackageResources.base_css),
        StaticFile("connection.js", PackageResources.connection_js),
        StaticFile("controls.css", PackageResources.controls_css),
        StaticFile("copying.js", PackageResources.copying_js),
        StaticFile("counts.css", PackageResources.counts_css),
        StaticFile("cursor.js", PackageResources.cursor_js),
        StaticFile("facets.css", PackageResources.facets_css),
        StaticFile("facets.js", PackageResources.facets_js),
        StaticFile("frame.css", PackageResources.frame_css),
        StaticFile("gate.css", PackageResources.gate_css),
        StaticFile("icon.svg", PackageResources.icon_svg),
        StaticFile("incident.css", PackageResources.incident_css),
        StaticFile("incident.js", PackageResources.incident_js),
        StaticFile("keys.js", PackageResources.keys_js),
        StaticFile("levels.css", PackageResources.levels_css),
        StaticFile("list.css", PackageResources.list_css),
        StaticFile("list.js", PackageResources.list_js),
        StaticFile("live.css", PackageResources.live_css),
        StaticFile("pages.js", PackageResources.pages_js),
        StaticFile("patch.js", PackageResources.patch_js),
        StaticFile("places.js", PackageResources.places_js),
        StaticFile("room.css", PackageResources.room_css),
        StaticFile("search.css", PackageResources.search_css),
        StaticFile("search.js", PackageResources.search_js),
        StaticFile("session.js", PackageResources.session_js),
        StaticFile("stream.js", PackageResources.stream_js),
        StaticFile("styleguide.css", PackageResources.styleguide_css),
        StaticFile("table.css", PackageResources.table_css),
        StaticFile("tokens.css", PackageResources.tokens_css),
    ]
}

/// A file that is served as it is.
struct StaticFile: Sendable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        (self.name, self.bytes) = (name, bytes)
    }

    /// The media type, by the end of its name.
    var type: String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
