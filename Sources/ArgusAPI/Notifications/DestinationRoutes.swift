import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `notificationprofiles/destinations/`: where somebody can be reached.
struct DestinationRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/destinations/" }

    /// The asker's destinations, and storing one.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in
                let destinations = try await call.operations.destinations.list(of: call.requester)
                return Reply(.array(destinations.map { DestinationJSON($0).json(version) }))
            },
            post: create)
    }

    /// One destination.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                reply(try await call.operations.destinations.find(call.id(), of: call.requester))
            },
            patch: change,
            delete: { call in
                try await call.operations.destinations.delete(call.id(), by: call.requester)
                return Reply(status: .noContent)
            })
    }

    /// Whether somebody else has a destination that leads to the same place.
    var duplicate: Endpoint {
        Endpoint(
            "\(root):pk/duplicate/",
            get: { call in
                let isDuplicate = try await call.operations.destinations.isDuplicate(
                    call.id(), of: call.requester)
                return Reply(["is_duplicate": .bool(isDuplicate)])
            })
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let medium = input.medium("media")
        let label = input.nullableText("label", .characters(50)) ?? nil
        let settings = input.required("settings").map { input.settings("settings", $0) }
        try input.check()
        let new = try NewDestination(medium: medium, label: label, settings: settings ?? [:])
        return try await call.creating(
            body, writing: { [version] in $0.value(DestinationJSON($1).json(version)) }
        ) { once in
            try await call.operations.destinations.create(new, by: requester, once: once)
        }
    }

    @Sendable
    private func change(_ call: Call) async throws -> Reply {
        let body = await call.lateBody()
        let changed = try await call.operations.destinations.change(
            call.id(), by: call.requester
        ) { old in
            try body.read { try $0.destinationChange(of: old) }
        }
        return reply(changed)
    }

    private func reply(_ destination: Destination) -> Reply {
        Reply(DestinationJSON(destination).json(version))
    }
}

extension Input {
    /// What is to become different about a destination.
    fileprivate mutating func destinationChange(
        of old: Destination
    ) throws(Refusal) -> DestinationChange {
        var change = DestinationChange()
        if has("media") { change.medium = medium("media") }
        if let problem = change.medium.flatMap(old.problem(withMedium:)) {
            refuse("media", problem)
        }
        change.label = nullableText("label", .characters(50))
        change.settings = optional("settings").map { settings("settings", $0) }
        try check()
        return change
    }

    /// The slug of a medium, which must be there.
    fileprivate mutating func medium(_ name: String) -> Medium {
        guard let value = required(name) else { return .email }
        guard let medium = Medium(rawValue: value.pythonText) else {
            refuse(name, "Invalid pk \"\(value.pythonText)\" - object does not exist.")
            return .email
        }
        return medium
    }

    /// Settings: an object, or the text of one, as forms have to write it.
    fileprivate mutating func settings(_ name: String, _ value: JSONValue) -> [String: String] {
        var value = value
        if case .string(let text) = value {
            guard let parsed = try? JSONValue(parsing: text) else {
                refuse(name, .messages(["Enter a valid JSON.", "invalid"]))
                return [:]
            }
            value = parsed
        }
        guard case .object(let object) = value else {
            refuse(name, "Settings has to be a dictionary.")
            return [:]
        }
        var settings: [String: String] = [:]
        for member in object.members where member.value != .null {
            settings[member.name] = member.value.pythonText
        }
        return settings
    }
}
