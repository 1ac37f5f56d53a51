import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `incidents/<pk>/explain/`, `deliveries/` and `unreachable/`: who was told what, and why, and whom
/// nothing reaches; in version 3.
enum DeliveryRoutes {
    private static let root: Path = "\(APIVersion.v3.path)deliveries/"

    static let endpoints = [explain, list, resend, unreachable]

    private static let user = Parameter<String>.text(
        "user", "The name of an account; one's own if missing. Others are for the staff.")

    private static let explain = Endpoint(
        "\(APIVersion.v3.path)incidents/:pk/explain/", .notifications,
        get: Action(
            "Explains why somebody was, or was not, told of an incident.",
            details: """
                For each event of the incident and each profile of the account: whether it was told, or \
                the one thing because of which it was not; and what became of each message.
                """,
            query: [user], refuses: [400, 403], answers: [.ok(.explanation, "The explanation.")]
        ) { call in
            let name = try call.asked(user)
            let explanation = try await call.operations.notifications.explain(
                call.id(), to: name, by: call.requester)
            return Reply(explanation.json(in: call.site.zone))
        })

    private static let state = Parameter<NotificationDelivery.State>.word(
        "state", "Only those in this state.")
    private static let reason = Parameter<DeliveryReason>.word(
        "reason", "Only those for this reason.")
    private static let all = Parameter<Bool>.strictBool(
        "all", "Those of all accounts, for the staff.")
    private static let before = Parameter<Int64>.integer(
        "before", 1...Int64.max, "Only those that were planned before this one.")

    private static let destination = Parameter<Int64>.integer(
        "destination", 1...Int64.max, "Only those to this destination.")

    private static let list = Endpoint(
        root, .notifications,
        get: Action(
            "Lists messages to one's own destinations, the last one first, a hundred at most.",
            query: [state, reason, user, destination, all, before], refuses: [400, 403],
            answers: [.ok(.list(of: .delivery), "The messages.")], isList: true
        ) { call in
            var asked = QueryReader(call)
            let (state, reason) = (asked(state), asked(reason))
            let (all, before) = (asked(all), asked(before))
            let (user, destination) = (asked(user), asked(destination))
            try asked.check()
            var selection = DeliverySelection(
                of: user.map { .account($0) } ?? (all == true ? .everybody : .asker))
            selection.destination = destination.map { Destination.ID($0) }
            (selection.state, selection.reason) = (state, reason)
            let deliveries = try await call.operations.notifications.deliveries(
                selection, before: before.map { NotificationDelivery.ID($0) },
                by: call.requester)
            return Reply(.array(deliveries.map { $0.json(in: call.site.zone) }))
        })

    private static let resend = Endpoint(
        "\(root)resend/", .notifications,
        post: Action(
            "Tries messages again that failed: one, all of a reason or to a destination, or all.",
            details: "One's own; the staff may name anybody's, and those of `all` accounts.",
            form: .resending, answers: [.ok(.resent)]
        ) { call, form in
            let said = try await call.read(form)
            let count = try await call.operations.notifications.resend(
                said.pk, said.reason, to: said.destination, all: said.all, by: call.requester)
            return Reply(["resent": .integer(Int64(count))])
        })

    private static let unreachable = Endpoint(
        "\(APIVersion.v3.path)unreachable/", .notifications,
        get: Action(
            "Lists the people whom no message would reach, for the staff.",
            details: "Accounts of sources, and those that are not active, are left out.",
            refuses: [403], answers: [.ok(.list(of: .unreachable), "The people, by name.")],
            isList: true
        ) { call in
            let people = try await call.operations.notifications.unreachable(by: call.requester)
            return Reply(.array(people.map(\.json)))
        })
}

/// Which messages are to be tried again.
private struct Resending: Sendable {
    let pk: NotificationDelivery.ID?
    let reason: DeliveryReason?
    let destination: Destination.ID?
    let all: Bool
}

extension Form where Value == Resending {
    fileprivate static let resending = Form(
        "Resending",
        Field(
            Field<NotificationDelivery.ID?>.key("pk").note("One message."),
            Field<DeliveryReason?>.reason.note("All that failed for this reason."),
            Field<Destination.ID?>.key("destination").note("All that failed to this destination."),
            Field<Bool?>.bool("all").note("Those of all accounts.")
        ) { pk, reason, destination, all throws(Refusal) in
            guard pk == nil || (reason == nil && destination == nil) else {
                throw .invalid("Name either a message by its pk, or a reason and a destination.")
            }
            return Resending(
                pk: pk, reason: reason, destination: destination, all: all ?? false)
        }, example: ["reason": "not_configured"])
}

extension Field where Value == DeliveryReason? {
    fileprivate static var reason: Field {
        let words = DeliveryReason.allCases.map(\.rawValue)
        return Field("reason", .choice(words)) { input, name in
            guard let text = input.text(name) else { return nil }
            guard let reason = DeliveryReason(rawValue: text) else {
                input.refuse(name, .text("Known are \(words.joined(separator: ", "))."))
                return nil
            }
            return reason
        }
    }
}

extension Schema {
    fileprivate static let delivery = answer(
        "Delivery",
        [
            "pk": id, "event": id, "incident": id, "user": id,
            "destination": id.orNull.note("Null once it was removed."),
            "media": text, "address": text, "profiles": list(of: id),
            "state": choice(NotificationDelivery.State.allCases.map(\.rawValue)),
            "due": time, "attempts": .integer,
            "reason": choice(DeliveryReason.allCases.map(\.rawValue)).orNull,
            "detail": text.note("What the other side said."),
            "created": time, "updated": time,
            "level": Schema.integer.orNull.note("Of an escalation."),
            "note": text.note("Why it goes there, if no profile names the destination."),
            "carrier": id.orNull.note("The message that tells it, together with others."),
            "sentence": text,
        ])

    fileprivate static let resent = answer("Resent", ["resent": .integer])

    fileprivate static let unreachable = answer(
        "UnreachablePerson",
        [
            "user": answer(["pk": id, "username": text]),
            "reason": choice(UnreachableReason.allCases.map(\.rawValue)), "sentence": text,
        ])

    fileprivate static let explanation = answer(
        "Explanation",
        [
            "incident": id, "user": answer(["pk": id, "username": text]), "told": bool,
            "events": list(
                of: answer([
                    "pk": id, "type": answer(["value": text, "display": text]), "timestamp": time,
                    "decided": time.orNull, "profiles": list(of: explainedProfile),
                    "deliveries": list(of: delivery),
                ])),
        ])

    private static let explainedProfile = answer([
        "pk": id, "name": text.orNull, "verdict": text.orNull, "subject": id.orNull,
        "condition": text.orNull, "sentence": text,
    ])
}
