import ArgusHTTP
import ArgusOperations
import HTTPTypes
import Hummingbird
import NIOCore

/// How the pages look: one file, whose address changes with its content, so that browsers may keep
/// it for ever.
enum Stylesheet {
    static let path: String = {
        let digest = sha256(PackageResources.argus_css).prefix(6).map { String($0, radix: 16) }
            .joined()
        return "/static/argus-\(digest).css"
    }()

    static func addRoute(to router: Router<SiteContext>) {
        router.get(RouterPath(path)) { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/css; charset=utf-8",
                    .cacheControl: "public, max-age=31536000, immutable",
                    .xContentTypeOptions: "nosniff",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.argus_css)))
        }
    }
}
