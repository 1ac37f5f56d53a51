import ArgusHTTP
import ArgusWire

/// Tells what kind of server this is.
enum MetadataRoutes {
    /// `/api/`: versions, and where their schemas are.
    static let metadata = Endpoint(
        "/api/", isPublic: true,
        get: { call in
            Reply([
                "server-version": .string(call.site.version),
                "api-version": ["stable": "v2"],
                "jsonapi-schema": [
                    "stable": "/api/schema/", "v1": "/api/v1/schema/", "v2": "/api/v2/schema/",
                    "v3": "/api/v3/schema/",
                ],
                "ticket_plugin": nil,
                "destination_plugins": [],
            ])
        })
}
