import ArgusHTTP
import ArgusOpenAPI
import HTTPTypes

/// Tells load balancers and start scripts that the server serves.
enum HealthRoutes {
    static let stillAlive = Endpoint(
        "/.still-alive/", .server, access: .everybody,
        get: Action("Tells that the server serves.", answers: [.noContent]) { _ in
            Reply(status: .noContent)
        })
}
