import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/`, in version 3 `profiles/`: of what somebody wants to be notified, when, and where.
struct NotificationProfileRoutes {
    let version: APIVersion

    /// Version 3 of the existing server has none, and says so at the path of the others.
    private var root: Path {
        version == .v3
            ? "\(version.path)profiles/" : "\(version.path)notificationprofiles/"
    }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists one's own profiles.", of: .profile(version)) { call in
                let profiles = try await call.operations.notificationProfiles.list(
                    of: call.requester)
                return Reply(.array(profiles.map { json($0, call) }))
            },
            post: .create(
                "Stores a profile: of what, when and where one wants to be notified.",
                form: .profile(version, isWhole: true), answers: [.created(.profile(version))],
                writing: { writer, profile, call in writer.value(json(profile, call)) }
            ) { call, new, once in
                try await call.operations.notificationProfiles.create(
                    new, by: call.requester, once: once)
            })
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .notifications,
            get: Action(
                "Shows one's own profile.", answers: [.ok(.profile(version), "The profile.")]
            ) { call in
                let profiles = call.operations.notificationProfiles
                return Reply(
                    json(try await profiles.find(call.id(), of: call.requester), call))
            },
            put: change(
                "Changes one's own profile.", details: "What is not mentioned stays.",
                isWhole: true),
            patch: change("Changes some of one's own profile.", isWhole: false),
            delete: .delete("Deletes one's own profile.") { call in
                try await call.operations.notificationProfiles.delete(
                    call.id(), by: call.requester)
            })
    }

    var incidents: Endpoint {
        Endpoint(
            "\(root):pk/incidents/", .notifications,
            get: .list(
                "Lists the incidents that any filter of one's own profile describes.",
                of: .incident(version), refuses: [400]
            ) { call in
                let id: NotificationProfile.ID = try call.id()
                let filter = try await call.operations.notificationProfiles.incidents(
                    of: id, for: call.requester)
                guard let filter else {
                    throw Refusal.invalid("Notification profile with pk=\(id) does not exist.")
                }
                return try await IncidentRoutes(version: version).plainList(of: filter, call)
            })
    }

    var preview: Endpoint {
        Endpoint(
            "\(root)preview/", .notifications,
            post: Action(
                "Tells what a profile would have sent of what happened in the last days.",
                details: """
                    One that is stored, one with changes, or one that is all new: then `timeslot` and \
                    `filters` are needed. It is tried as if it were active and not paused; nothing is \
                    stored, and nothing is sent.
                    """,
                form: .profileTrial,
                answers: [.ok(.previewedProfile, "What it would have sent, the last first.")]
            ) { call, form in
                let said = try await call.read(form)
                let preview = try await call.operations.notifications.preview(
                    said.id, said.change, days: said.days ?? 7, by: call.requester)
                return Reply(preview.json(in: call.site.zone))
            })
    }

    private func change(_ summary: String, details: String? = nil, isWhole: Bool) -> Action {
        .change(
            summary, details: details, form: .profile(version, isWhole: isWhole),
            answers: [.ok(.profile(version))]
        ) { call, change in
            let profile = try await call.operations.notificationProfiles.change(
                call.id(), try change(), by: call.requester)
            return Reply(json(profile, call))
        }
    }

    @Sendable
    private func json(_ profile: DetailedProfile, _ call: Call) -> JSONValue {
        let json = NotificationProfileJSON(profile, version)
        switch version {
        case .v1: return json.firstVersion(user: profile.profile.user.rawValue)
        case .v2: return json.json
        case .v3:
            var object = json.object(.v3)
            object.set("rules", to: profile.profile.rules.json(in: call.site.zone))
            return .object(object)
        }
    }
}

extension Schema {
    /// A notification profile in an answer.
    fileprivate static func profile(_ version: APIVersion) -> Schema {
        let name = "ResponseNotificationProfile"
        let filters = list(of: filter(version))
        guard version == .v1 else {
            let second = answer(
                name,
                [
                    "pk": id, "name": text.orNull, "timeslot": timeslot(version),
                    "filters": filters,
                    "destinations": list(of: destination(version)), "active": bool,
                ])
            return version == .v2 ? second : second.adding(name, ["rules": notificationRules])
        }
        return answer(
            name,
            [
                "pk": id, "timeslot": timeslot(version), "filters": filters,
                "media": list(of: choice(["EM", "SM"])), "active": bool,
                "phone_number": phoneNumber.orNull,
            ])
    }
}

extension Schema {
    /// What somebody wants of a profile beyond the usual, in an answer; times in seconds.
    fileprivate static let notificationRules = answer(
        "ResponseNotificationRules",
        [
            "kinds": list(of: choice(NotificationKind.allCases.map(\.rawValue))).orNull,
            "wait": .integer.orNull, "follows_up": bool, "repeat_after": .integer.orNull,
            "repeat_at_most": .integer, "hourly_limit": .integer.orNull,
            "paused_until": time.orNull, "teams": list(of: id),
            "escalation": list(
                of: answer([
                    "after": .integer, "destinations": list(of: id), "teams": list(of: id),
                ])),
            "digest": answer([
                "times": list(of: text).optional, "every": Schema.integer.optional,
                "at_timeslot_start": only(true).optional,
            ]).orNull,
            "storm": answer(["tag": text, "count": .integer, "within": .integer]).orNull,
        ])
}

extension Schema {
    /// What a profile would have sent.
    fileprivate static let previewedProfile = answer(
        "PreviewedProfile",
        [
            "since": time, "until": time, "events": .integer,
            "complete": bool.note("Whether all events were looked at, and not only the last ones."),
            "count": .integer.note("How many messages it would have sent."),
            "pending": .integer.note("How many would wait still."),
            "messages": list(
                of: answer([
                    "event": id, "type": answer(["value": text, "display": text]),
                    "timestamp": time, "incident": id, "description": text, "level": .integer,
                    "destination": id, "media": text, "address": text, "sent": time,
                    "occasion": .integer,
                    "others": .integer.note("How many other events it would have told of."),
                ])
            ).note("The last hundred, the last one first."),
            "others": list(
                of: answer(["reason": text, "count": .integer, "sentence": text])
            ).note("What kept everything else from being sent, the commonest first."),
        ])
}
