import ArgusHTTP
import HTTPTypes

/// Tells load balancers and start scripts that the server serves.
enum HealthRoutes {
    static let stillAlive = Endpoint(
        "/.still-alive/", isPublic: true, get: { _ in Reply(status: .noContent) })
}
