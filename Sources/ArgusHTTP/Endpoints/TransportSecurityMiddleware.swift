import HTTPTypes
import Hummingbird

/// Tells browsers to come by https alone from now on, where that is how others reach the server
/// (RFC 6797).
package struct TransportSecurityMiddleware: RouterMiddleware {
    private let isSecure: Bool

    /// A year, in seconds.
    private static let policy = "max-age=31536000"

    /// Stands around everything that is served.
    package init(of site: Site) {
        isSecure = site.settings.publicURL?.hasPrefix("https:") == true
    }

    package func handle(
        _ request: Request, context: SiteContext,
        next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if isSecure { response.headers[.strictTransportSecurity] = Self.policy }
        return response
    }
}
