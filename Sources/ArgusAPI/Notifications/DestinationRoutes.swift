import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/destinations/`: where somebody can be reached.
struct DestinationRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)notificationprofiles/destinations/" }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists one's own destinations.", of: .destination(version)) { call in
                let destinations = try await call.operations.destinations.list(of: call.requester)
                return Reply(.array(destinations.map { DestinationJSON($0).json(version) }))
            },
            post: .create(
                "Stores a destination: where one can be reached.", form: .newDestination(version),
                answers: [.created(.destination(version))],
                writing: { writer, destination, _ in
                    writer.value(DestinationJSON(destination).json(version))
                }
            ) { call, new, once in
                try await call.operations.destinations.create(new, by: call.requester, once: once)
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .notifications,
            get: Action(
                "Shows one's own destination.",
                answers: [.ok(.destination(version), "The destination.")]
            ) { call in
                reply(try await call.operations.destinations.find(call.id(), of: call.requester))
            },
            patch: Action(
                "Changes one's own destination, but not its medium.",
                form: .change(of: nil, version),
                answers: [.ok(.destination(version))]
            ) { call, _ in
                let body = await call.lateBody()
                let changed = try await call.operations.destinations.change(
                    call.id(), by: call.requester
                ) { old in try body.read(.change(of: old, version)) }
                return reply(changed)
            },
            delete: .delete(
                "Deletes one's own destination, if no profile uses it.", refuses: [400]
            ) { call in
                try await call.operations.destinations.delete(call.id(), by: call.requester)
            })
    }

    var duplicate: Endpoint {
        Endpoint(
            "\(root):pk/duplicate/", .notifications,
            get: Action(
                "Tells whether somebody else has a destination that leads to the same place.",
                refuses: [400],
                answers: [
                    .ok(.answer("DuplicateDestination", ["is_duplicate": .bool]), "Whether so.")
                ]
            ) { call in
                let isDuplicate = try await call.operations.destinations.isDuplicate(
                    call.id(), of: call.requester)
                return Reply(["is_duplicate": .bool(isDuplicate)])
            })
    }

    /// Sends a test message, in version 3.
    var test: Endpoint {
        Endpoint(
            "\(root):pk/test/", .notifications,
            post: Action(
                "Sends a test message to a destination at once, and tells what became of it.",
                details: """
                    One's own; superusers may name anybody's. No more than \
                    \(NotificationOperations.mostTests) in five minutes. The message belongs to no \
                    incident, and is not listed among the deliveries.
                    """,
                refuses: [404, 429],
                answers: [.ok(.testMessage, "What became of it.")]
            ) { call in
                let test = try await call.operations.notifications.sendTest(
                    to: call.id(), by: call.requester)
                return Reply(test.json)
            })
    }

    private func reply(_ destination: Destination) -> Reply {
        Reply(DestinationJSON(destination).json(version))
    }
}

extension Schema {
    /// What became of a test message.
    fileprivate static let testMessage = answer(
        "TestMessage",
        [
            "sent": bool, "reason": choice(DeliveryReason.allCases.map(\.rawValue)).orNull,
            "detail": text.note("What the other side said."), "sentence": text,
        ])

    /// A destination in an answer.
    static func destination(_ version: APIVersion) -> Schema {
        let synced = bool.optional.note("Of e-mail: whether it follows the account's address.")
        let email = answer(["email_address": text])
        let phone = answer(["phone_number": text])
        let others = answer([:]).adding(
            Schema.settings.map { Member($0, text.optional.note("Secrets are `***`.")) })
        let destination = answer(
            "ResponseDestinationConfig",
            [
                "pk": id, "media": medium, "label": text.orNull, "suggested_label": text,
                "settings": version == .v3
                    ? either(email, phone, others)
                    : either(email.adding(["synced": synced]), phone, others),
            ])
        guard version == .v3 else { return destination }
        return destination.adding([
            "managed": bool.orNull.note(
                "True while it follows the account's address, false if it once did.")
        ])
    }
}
