import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `notificationprofiles/`: of what somebody wants to be notified, when, and where.
struct NotificationProfileRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/" }

    /// The asker's profiles, and storing one.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in
                let profiles = try await call.operations.notificationProfiles.list(
                    of: call.requester)
                return Reply(.array(profiles.map(json)))
            },
            post: create)
    }

    /// One profile.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                let profiles = call.operations.notificationProfiles
                return Reply(json(try await profiles.find(call.id(), of: call.requester)))
            },
            put: { try await change($0, isWhole: true) },
            patch: { try await change($0, isWhole: false) },
            delete: { call in
                try await call.operations.notificationProfiles.delete(
                    call.id(), by: call.requester)
                return Reply(status: .noContent)
            })
    }

    /// All incidents that any of a profile's filters describes, as a plain array.
    var incidents: Endpoint {
        Endpoint(
            "\(root):pk/incidents/",
            get: { call in
                let id: NotificationProfile.ID = try call.id()
                let filter = try await call.operations.notificationProfiles.incidents(
                    of: id, for: call.requester)
                guard let filter else {
                    throw Refusal.invalid("Notification profile with pk=\(id) does not exist.")
                }
                return try await IncidentRoutes(version: version).plainList(of: filter, call)
            })
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let new = input.profile(version, .new)
        try input.check()
        return try await call.creating(body, writing: { $0.value(json($1)) }) { once in
            try await call.operations.notificationProfiles.create(new, by: requester, once: once)
        }
    }

    private func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        let body = await call.lateBody()
        let profile = try await call.operations.notificationProfiles.change(
            call.id(),
            try body.read { input in
                let change = input.profile(version, isWhole ? .whole : .part)
                try input.check()
                return change
            }, by: call.requester)
        return Reply(json(profile))
    }

    @Sendable
    private func json(_ profile: DetailedProfile) -> JSONValue {
        let json = NotificationProfileJSON(profile)
        return version == .v1 ? json.firstVersion(user: profile.profile.user.rawValue) : json.json
    }
}

/// How much of a thing a body has to say.
private enum Extent {
    case new, whole, part
}

extension Input {
    /// Reads what a body says of a profile.
    fileprivate mutating func profile(
        _ version: APIVersion, _ extent: Extent
    ) -> NotificationProfileChange {
        var change = NotificationProfileChange()
        if extent != .part || has("timeslot") { change.timeslot = requiredKey("timeslot") }
        if extent != .part || has("filters") { change.filters = requiredKeys("filters") }
        change.isActive = bool("active")
        if version == .v1 {
            change.destinations = media(extent)
        } else {
            change.name = nullableText("name", .characters(40))
            change.destinations = keys("destinations").map { .these($0) }
        }
        return change
    }

    /// The media of version 1, which are e-mail if nothing is said of a whole profile; a change has to
    /// name them, as it always had.
    private mutating func media(_ extent: Extent) -> DestinationChoice? {
        let number: Destination.ID? = nullableKey("phone_number")
        if extent == .part, required("media") == nil { return nil }
        let codes = ["EM": Medium.email, "SM": .sms]
        let media =
            has("media")
            ? optional("media").flatMap { choices("media", $0) { codes[$0] } } ?? [] : [.email]
        return .media(media, phoneNumber: number)
    }
}
