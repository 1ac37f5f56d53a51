import ArgusAPI
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// An operation carried out once as it is documented, on the five incidents.
struct Rehearsal {
    let operation: DescribedOperation
    var asker = APIServer.Asker.alice
    var body: JSONValue?
    var query = ""

    init(_ operation: DescribedOperation, on server: APIServer) async throws {
        self.operation = operation
        try await prepare(server)
        body = operation.body?.example
        let name = operation.id.dropFirst(3)
        switch name {
        case "incidents_create", "incidents_mine_create", "incidents_sources_heartbeat_create",
            "incidents_batch_create", "incidents_mine_snapshot_update":
            asker = .nav
        case "incidents_events_create": body = ["type": "OTH", "actor": [:]]
        case "auth_token_logout_create", "auth_token_logoutall_create":
            asker = .token(try await Self.loggedIn(on: server))
        case "changes_list": query = "?timeout=0"
        default: break
        }
        switch name {
        case "auth_password_create":
            body = ["old_password": .string(Self.password), "password": "battery staple"]
            try await Self.givePassword(on: server)
            asker = .bob
        case "token_auth_create", "auth_token_login_create":
            body = ["username": "bob", "password": .string(Self.password)]
            try await Self.givePassword(on: server)
        default: break
        }
    }

    /// Makes what of alice's the operation is about.
    private func prepare(_ server: APIServer) async throws {
        let root = "v2/notificationprofiles/"
        try await server.post("\(root)filters/", #"{"name":"other"}"#, as: .alice)
        let destination =
            operation.path.hasPrefix(APIVersion.v1.path)
            ? #"{"media":"sms","settings":{"phone_number":"+4792233447"}}"#
            : #"{"media":"email","settings":{"email_address":"a@b.no"}}"#
        try await server.post("\(root)destinations/", destination, as: .alice)
        if operation.path.contains("profiles/:pk/") {
            let profile = #"{"name":"day","timeslot":2,"filters":[1],"destinations":[1]}"#
            try await server.post(root, profile, as: .alice)
        }
        if operation.id.hasSuffix("v3_sources_destroy") {
            try await server.post(
                "v3/sources/", #"{"name":"idle","type":"nav"}"#, as: .alice)
        }
        if operation.path.contains("teams/:pk/") {
            try await server.post("v3/teams/", #"{"name":"t","members":[1]}"#, as: .alice)
        }
        if operation.path.contains("overrides/:override/") {
            try await server.post(
                "v3/teams/1/overrides/", #"{"user":2,"end_time":"2125-01-01T00:00:00Z"}"#,
                as: .alice)
        }
        if operation.path.contains("maintenance/") {
            let task = #"{"start_time":"2125-01-01T00:00:00Z","filters":[1]}"#
            try await server.post("v2/plannedmaintenance/", task, as: .alice)
        }
    }

    /// The address, with keys that exist, and no query.
    var path: String {
        let parts = operation.path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.map { part in
            part.hasPrefix(":") ? value(of: part.dropFirst()) : String(part)
        }.joined(separator: "/")
    }

    private func value(of parameter: Substring) -> String {
        switch parameter {
        case "event": "6"
        case "name": "nav"
        case "tag": "a=3"
        case "slug": "email"
        case "override": "1"
        default:
            switch Endpoint.Topic(rawValue: operation.topic) {
            case .sources where operation.method == .delete: "4"
            case .sources,
                _ where operation.path.contains("timeslots"):
                "2"
            case .filters, .notifications, .maintenance: "1"
            default: operation.id.contains("automatic_ticket") ? "1" : "4"
            }
        }
    }

    /// Sends it, and expects it to be done.
    func check(on server: APIServer) async throws {
        let answer = try await server.ask(
            operation.method, path + query, body?.text, as: asker)

        #expect(answer.status < 400, "\(operation.id): \(answer.text)")
    }

    /// Sends it without each member that is needed, and then with nothing else, and expects it to be
    /// refused and to be done.
    func checkNeeds(on server: APIServer) async throws {
        guard let whole = body?.object else { return }
        var needed = operation.body?.schema.members.filter(\.isRequired).map(\.name) ?? []
        for name in needed {
            let rest = JSONObject(
                whole.members.filter { $0.name != name }.map { ($0.name, $0.value) })
            let answer = try await server.ask(
                operation.method, path + query, JSONValue.object(rest).text, as: asker)
            #expect(answer.text.contains(name), "\(operation.id) without \(name): \(answer.text)")
        }
        // Version 1 takes e-mail where no media are named, and alice has no address.
        if operation.id.hasPrefix("v1_notificationprofiles") {
            needed += ["media", "phone_number"]
        }
        // One that is stored needs nothing more than its key.
        if operation.id.hasSuffix("profiles_preview_create") { needed += ["timeslot", "filters"] }
        let least = whole.members.filter { needed.contains($0.name) }
        let body = JSONValue.object(JSONObject(least.map { ($0.name, $0.value) }))
        let answer = try await server.ask(operation.method, path + query, body.text, as: asker)
        #expect(answer.status < 400, "\(operation.id) with \(body.text): \(answer.text)")
    }

    private static let password = "correct horse battery"

    private static func givePassword(on server: APIServer) async throws {
        try await server.database.operations.accounts.setPassword(password, of: "bob", by: .console)
    }

    private static func loggedIn(on server: APIServer) async throws -> String {
        let answer = try await server.ask(.post, "v2/auth/token/login/", as: .alice)
        return try answer.json["token"]?.string ?? ""
    }
}

extension `The schema` {
    @Test(arguments: APIVersion.allCases)
    func `has examples that are taken`(
        version: APIVersion
    ) async throws {
        let operations = APIDocument.of(version).operations
        // What only reads can share a server; what changes something gets one of its own.
        let changing = operations.filter { $0.method != .get }.map { [$0] }
        for operations in [operations.filter { $0.method == .get }] + changing {
            try await APIServer.run(allowsDeletion: true) { server in
                try await createFive(on: server)
                for operation in operations {
                    try await Rehearsal(operation, on: server).check(on: server)
                }
            }
        }
    }

    @Test(arguments: APIVersion.allCases)
    func `tells which members a body needs`(version: APIVersion) async throws {
        for operation in APIDocument.of(version).operations where operation.body != nil {
            try await APIServer.run(allowsDeletion: true) { server in
                try await createFive(on: server)
                try await Rehearsal(operation, on: server).checkNeeds(on: server)
            }
        }
    }
}
