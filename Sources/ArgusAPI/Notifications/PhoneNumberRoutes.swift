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
            post: { call in
                let requester = try call.requester
                let body = try await call.body()
                var input = try call.input(body)
                let number = input.phoneNumber()
                try input.check()
                let new = try NewDestination(medium: .sms, settings: Self.settings(number))
                return try await call.creating(
                    body, writing: { $0.value(Self.json($1)) }
                ) { once in
                    try await call.operations.destinations.create(new, by: requester, once: once)
                }
            })
    }

    /// One phone number; changing it is answered with 201, as it always was.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                Reply(
                    Self.json(
                        try await call.operations.destinations.find(
                            call.id(), of: call.requester, .sms)))
            },
            put: change, patch: change,
            delete: { call in
                try await call.operations.destinations.delete(call.id(), by: call.requester, .sms)
                return Reply(status: .noContent)
            })
    }

    /// The phone numbers of who asks.
    static func numbers(of call: Call) async throws -> [JSONValue] {
        try await call.operations.destinations.list(of: call.requester, .sms).map(json)
    }

    @Sendable
    private func change(_ call: Call) async throws -> Reply {
        let requester = try call.requester
        let id: Destination.ID = try call.id()
        _ = try await call.operations.destinations.find(id, of: requester, .sms)
        var input = try call.input(await call.body())
        let number = input.phoneNumber()
        try input.check()
        let change = DestinationChange(settings: Self.settings(number))
        let changed = try await call.operations.destinations.change(
            id, change, by: requester, .sms)
        return Reply(status: .created, Self.json(changed))
    }

    private static func settings(_ number: String) -> [String: String] {
        [Medium.sms.mainSetting.name: number]
    }

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
            refuse(name, "Enter a valid phone number.")
            return ""
        }
        return number
    }
}
