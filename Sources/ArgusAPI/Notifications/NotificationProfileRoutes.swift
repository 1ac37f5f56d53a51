import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `notificationprofiles/`: of what somebody wants to be notified, when, and where.
struct NotificationProfileRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)notificationprofiles/" }

    var list: Endpoint {
        Endpoint(
            root, .notifications,
            get: .list("Lists one's own profiles.", of: .profile(version)) { call in
                let profiles = try await call.operations.notificationProfiles.list(
                    of: call.requester)
                return Reply(.array(profiles.map(json)))
            },
            post: .create(
                "Stores a profile: of what, when and where one wants to be notified.",
                form: .profile(version, isWhole: true), answers: [.created(.profile(version))],
                writing: { writer, profile, _ in writer.value(json(profile)) }
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
                return Reply(json(try await profiles.find(call.id(), of: call.requester)))
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

    private func change(_ summary: String, details: String? = nil, isWhole: Bool) -> Action {
        .change(
            summary, details: details, form: .profile(version, isWhole: isWhole),
            answers: [.ok(.profile(version))]
        ) { call, change in
            let profile = try await call.operations.notificationProfiles.change(
                call.id(), try change(), by: call.requester)
            return Reply(json(profile))
        }
    }

    @Sendable
    private func json(_ profile: DetailedProfile) -> JSONValue {
        let json = NotificationProfileJSON(profile)
        return version == .v1 ? json.firstVersion(user: profile.profile.user.rawValue) : json.json
    }
}

extension Schema {
    /// A notification profile in an answer.
    fileprivate static func profile(_ version: APIVersion) -> Schema {
        let name = "ResponseNotificationProfile"
        let filters = list(of: filter(version))
        guard version == .v1 else {
            return answer(
                name,
                [
                    "pk": id, "name": text.orNull, "timeslot": timeslot, "filters": filters,
                    "destinations": list(of: destination(version)), "active": bool,
                ])
        }
        return answer(
            name,
            [
                "pk": id, "timeslot": timeslot, "filters": filters,
                "media": list(of: choice(["EM", "SM"])), "active": bool,
                "phone_number": phoneNumber.orNull,
            ])
    }
}
