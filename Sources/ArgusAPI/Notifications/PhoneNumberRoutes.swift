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
        let new = try NewDestination(medium: .sms, settings: settings(call, body))
        return try await refusingTaken {
            try await call.creating(body, writing: { $0.value(json($1)) }) { once in
                try await call.operations.destinations.create(new, by: requester, once: once)
            }
        }
    }

    private static func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        let requester = try call.requester
        let destinations = call.operations.destinations
        let id: Destination.ID = try call.id()
        let known: Destination
        do {
            known = try await destinations.find(id, of: requester, .sms)
        } catch Refusal.notFound where isWhole {
            return try await create(call, call.body())
        }
        let change = DestinationChange(settings: try settings(call, await call.body()))
        // The number that it has is taken too, for clients that were always told so.
        if change.settings == known.settings { throw taken }
        return try await refusingTaken {
            Reply(
                status: .created,
                json(try await destinations.change(id, change, by: requester, .sms)))
        }
    }

    private static func settings(
        _ call: Call, _ body: Body
    ) throws(Refusal) -> [String: String] {
        var input = try call.input(body)
        let number = input.phoneNumber()
        try input.check()
        return [Medium.sms.mainSetting.name: number]
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
                Medium.sms.mainSetting.name, .messages(["Phone number already exists"]))
        ]))

    @Sendable
    private static func json(_ destination: Destination) -> JSONValue {
        DestinationJSON(destination).phoneNumber(user: destination.user.rawValue)
    }
}

extension Input {
    /// A phone number that must be there.
    fileprivate mutating func phoneNumber() -> String {
        let name = Medium.sms.mainSetting.name
        let text = requiredText(name)
        guard !text.isEmpty else { return "" }
        guard let number = PhoneNumber.normalised(text) else {
            refuse(name, PhoneNumber.message)
            return ""
        }
        return number
    }
}
