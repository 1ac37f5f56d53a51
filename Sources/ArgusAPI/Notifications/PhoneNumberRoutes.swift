import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `auth/phone-number/` of version 1: destinations of medium `sms` by another name.
struct PhoneNumberRoutes {
    private let root = "\(APIVersion.v1.path)auth/phone-number/"

    /// The asker's phone numbers, and storing one.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in Reply(.array(try await Self.numbers(of: call))) },
            post: { call in try await Self.create(call, call.body()) })
    }

    /// One phone number; changing it is answered with 201, and putting one where there is none makes
    /// another, as it always was.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                Reply(
                    Self.json(
                        try await call.operations.destinations.find(
                            call.id(), of: call.requester, .sms)))
            },
            put: { try await Self.change($0, isWhole: true) },
            patch: { try await Self.change($0, isWhole: false) },
            delete: { call in
                try await call.operations.destinations.delete(call.id(), by: call.requester, .sms)
                return Reply(status: .noContent)
            })
    }

    /// The phone numbers of who asks.
    static func numbers(of call: Call) async throws -> [JSONValue] {
        try await call.operations.destinations.list(of: call.requester, .sms).map(json)
    }

    private static func create(_ call: Call, _ body: Body) async throws -> Reply {
        let requester = try call.requester
        var input = try call.input(body)
        let new = try NewDestination(medium: .sms, settings: input.numberSettings())
        return try await refusingTaken {
            try await call.creating(body, writing: { $0.value(json($1)) }) { once in
                try await call.operations.destinations.create(new, by: requester, once: once)
            }
        }
    }

    private static func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        let id: Destination.ID = try call.id()
        let body = await call.lateBody()
        do {
            return try await refusingTaken { try await change(id, call, body) }
        } catch Refusal.notFound where isWhole {
            return try await create(call, body.get())
        }
    }

    private static func change(
        _ id: Destination.ID, _ call: Call, _ body: LateBody
    ) async throws -> Reply {
        let changed = try await call.operations.destinations.change(
            id, by: call.requester, .sms
        ) { known in
            let settings = try body.read { try $0.numberSettings() }
            // The number that it has is taken too, for clients that were always told so.
            if settings == known.settings { throw taken }
            return DestinationChange(settings: settings)
        }
        return Reply(status: .created, json(changed))
    }

    /// Says by the name of version 1 that somebody has the number already.
    private static func refusingTaken(_ perform: () async throws -> Reply) async throws -> Reply {
        do {
            return try await perform()
        } catch let refusal as Refusal where refusal == .settingsTaken {
            throw taken
        }
    }

    private static let taken = Refusal.conflict(
        .fields([
            Problems.Field(
                Medium.Setting.phoneNumber.name, .messages(["Phone number already exists"]))
        ]))

    @Sendable
    private static func json(_ destination: Destination) -> JSONValue {
        DestinationJSON(destination).phoneNumber(user: destination.user.rawValue)
    }
}

extension Input {
    /// The settings of a destination that is a phone number.
    fileprivate mutating func numberSettings() throws(Refusal) -> [String: String] {
        let number = phoneNumber()
        try check()
        return [Medium.Setting.phoneNumber.name: number]
    }

    /// A phone number that must be there.
    private mutating func phoneNumber() -> String {
        let name = Medium.Setting.phoneNumber.name
        let text = requiredText(name)
        guard !text.isEmpty else { return "" }
        guard let number = PhoneNumber.normalised(text) else {
            refuse(name, PhoneNumber.message)
            return ""
        }
        return number
    }
}
