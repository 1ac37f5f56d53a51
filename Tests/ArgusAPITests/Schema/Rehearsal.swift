import ArgusAPI
import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusWire
import HTTPTypes
import Testing

/// An operation carried out once as it is documented, on the five incidents.
struct Rehearsal {
    let operation: Operation
    var asker = APIServer.Asker.alice
    var body: JSONValue?
    var query = ""

    init(_ operation: Operation, on server: APIServer) async throws {
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
        if operation.path.contains("notificationprofiles/:pk/") {
            let profile = #"{"name":"day","timeslot":2,"filters":[1],"destinations":[1]}"#
            try await server.post(root, profile, as: .alice)
        }
        if operation.id.hasSuffix("v3_sources_destroy") {
            try await server.post(
                "v3/sources/", #"{"name":"idle","type":"nav"}"#, as: .alice)
        }
        if operation.topic == .maintenance {
            let task = #"{"start_time":"2125-01-01T00:00:00Z","filters":[1]}"#
            try await server.post("v2/plannedmaintenance/", task, as: .alice)
        }
    }

    /// What is read by other means than others, or needed only where something else is not.
    private func adjust(_ reads: inout ReadLog.Reads) {
        // Every operation has a format, and tells so in one place.
        if !operation.parameters.contains(where: { $0.name == "format" }) {
            reads.parameters.remove("format")
        }
        if operation.path.contains("batch") {
            reads.requiredMembers.remove("source_incident_id")
        }
        if operation.path.contains("timeslots") {
            reads.requiredMembers.subtract(["start", "end"])
        }
        if operation.path.contains("destinations"), operation.body != nil {
            let settings: Set = ["email_address", "phone_number"]
            reads.members.formUnion(settings)
            reads.requiredMembers.formUnion(settings)
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
        default:
            switch operation.topic {
            case .sources where operation.method == .delete: "4"
            case .sources,
                _ where operation.path.contains("timeslots"):
                "2"
            case .filters, .notifications, .maintenance: "1"
            default: operation.id.contains("automatic_ticket") ? "1" : "4"
            }
        }
    }

    /// Sends it, and tells the answer and what was read of the request.
    func perform(on server: APIServer) async throws -> (answer: Answer, reads: ReadLog.Reads) {
        let log = ReadLog()
        let answer = try await ReadLog.$current.withValue(log) {
            try await server.ask(operation.method, path + query, body?.text, as: asker)
        }
        return (answer, log.reads)
    }

    /// Expects it to be done, and what was read of it to be what is documented.
    func check(on server: APIServer, _ version: APIVersion) async throws {
        let expected = Contract.of(version).reads(operation)

        var (answer, reads) = try await perform(on: server)

        adjust(&reads)
        #expect(answer.status < 400, "\(operation.id): \(answer.text)")
        #expect(reads == expected, "\(operation.id)")
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
    func `tells what is read of each request, and each example is taken`(
        version: APIVersion
    ) async throws {
        let operations = APIDocument.of(version).operations
        // What only reads can share a server; what changes something gets one of its own.
        let changing = operations.filter { $0.method != .get }.map { [$0] }
        for operations in [operations.filter { $0.method == .get }] + changing {
            try await APIServer.run(allowsDeletion: true) { server in
                try await createFive(on: server)
                for operation in operations {
                    try await Rehearsal(operation, on: server).check(on: server, version)
                }
            }
        }
    }
}
