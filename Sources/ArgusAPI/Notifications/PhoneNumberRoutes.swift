import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// `auth/phone-number/` of version 1: destinations of medium `sms` by another name.
struct PhoneNumberRoutes {
    private let root: Path = "\(APIVersion.v1.path)auth/phone-number/"

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists one's own phone numbers.", of: .phoneNumber) { call in
                Reply(.array(try await Self.numbers(of: call)))
            },
            post: Action(
                "Stores a phone number.", form: .phoneNumber, isOnce: true,
                answers: [.created(.phoneNumber)]
            ) { call, form in try await Self.create(call, call.body(), form) })
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .notifications,
            get: Action(
                "Shows one's own phone number.", answers: [.ok(.phoneNumber, "The number.")]
            ) { call in
                let destinations = call.operations.destinations
                return Reply(
                    Self.json(try await destinations.find(call.id(), of: call.requester, .sms)))
            },
            put: Self.change(isWhole: true), patch: Self.change(isWhole: false),
            delete: .delete(
                "Deletes one's own phone number, if no profile uses it.", refuses: [400]
            ) { call in
                try await call.operations.destinations.delete(call.id(), by: call.requester, .sms)
            })
    }

    /// The phone numbers of who asks.
    static func numbers(of call: Call) async throws -> [JSONValue] {
        try await call.operations.destinations.list(of: call.requester, .sms).map(json)
    }

    private static func create(
        _ call: Call, _ body: Body, _ form: Form<String>
    ) async throws -> Reply {
        let new = try NewDestination(medium: .sms, settings: settings(form.read(body, call)))
        return try await refusingTaken {
            try await call.creating(body, writing: { $0.value(json($1)) }) { once in
                try await call.operations.destinations.create(
                    new, by: call.requester, once: once)
            }
        }
    }

    /// Is answered with 201, and putting one where there is none makes another, as it always was.
    private static func change(isWhole: Bool) -> Action {
        Action(
            "Changes one's own phone number.", form: .phoneNumber,
            answers: [.created(.phoneNumber, "It was changed.")]
        ) { call, form in
            let id: Destination.ID = try call.id()
            let body = await call.lateBody()
            do {
                return try await refusingTaken {
                    try await change(id, call) { try body.read(form) }
                }
            } catch Refusal.because(.noSuch) where isWhole {
                return try await create(call, body.get(), form)
            }
        }
    }

    private static func change(
        _ id: Destination.ID, _ call: Call, _ number: @escaping @Sendable () throws -> String
    ) async throws -> Reply {
        let changed = try await call.operations.destinations.change(
            id, by: call.requester, .sms
        ) { known in
            let settings = settings(try number())
            // The number that it has is taken too, for clients that were always told so.
            if settings == known.settings { throw taken }
            return DestinationChange(settings: settings)
        }
        return Reply(status: .created, json(changed))
    }

    private static func settings(_ number: String) -> [String: String] {
        [Medium.Setting.phoneNumber.name: number]
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

extension Schema {
    /// A phone number in an answer of version 1.
    static let phoneNumber = answer(
        "PhoneNumber", ["pk": id, "user": id, "phone_number": text])
}
