import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// `teams/`: who is on call, in version 3.
///
/// Everybody may look, the staff says who is in them, and whoever is in one says who steps in.
enum TeamRoutes {
    private static let root: Path = "\(APIVersion.v3.path)teams/"

    static let endpoints = [list, one, onCall, overrides, override]

    private static let list = Endpoint(
        root, .notifications, access: .changing(.staff),
        get: .list("Lists all teams by name.", of: .team) { call in
            let teams = try await call.operations.teams.list()
            return Reply(.array(teams.map { $0.json(in: call.site.zone) }))
        },
        post: .create(
            "Stores a team: people who take turns, a week each.",
            details: "The staff only. It is the first member's turn from now on.",
            form: .team(isWhole: true), answers: [.created(.team)],
            writing: { writer, team, call in writer.value(team.json(in: call.site.zone)) }
        ) { call, said, once in
            var new = said
            new.zone = said.zone ?? call.site.zone
            new.time = said.time ?? TimeOfDay("08:00")
            return try await call.operations.teams.create(new, by: call.requester, once: once)
        })

    private static let one = Endpoint(
        "\(root):pk/", .notifications, access: .changing(.staff),
        get: Action("Shows a team.", answers: [.ok(.team, "The team.")]) { call in
            let team = try await call.operations.teams.find(call.id())
            return Reply(team.json(in: call.site.zone))
        },
        put: change("Changes a team.", isWhole: true),
        patch: change("Changes some of a team.", isWhole: false),
        delete: .delete(
            "Deletes a team that nobody's profile names.",
            details: "The staff only. Profiles of accounts that are not active lose it.",
            refuses: [400]
        ) { call in
            try await call.operations.teams.delete(call.id(), by: call.requester)
        })

    private static func change(_ summary: String, isWhole: Bool) -> Action {
        .change(
            summary, details: "The staff only. Whoever's turn it is stays on call.",
            form: .team(isWhole: isWhole), answers: [.ok(.team)]
        ) { call, change in
            let team = try await call.operations.teams.change(
                call.id(), try change(), by: call.requester)
            return Reply(team.json(in: call.site.zone))
        }
    }

    private static let onCall = Endpoint(
        "\(root):pk/oncall/", .notifications,
        get: Action(
            "Says who is on call in a team now, and who is next.",
            details: "Whose account is not active is skipped.",
            answers: [.ok(.onCall, "Who it is.")]
        ) { call in
            let team = try await call.operations.teams.find(call.id())
            return Reply(team.callJSON(in: call.site.zone))
        })

    private static let overrides = Endpoint(
        "\(root):pk/overrides/", .notifications,
        post: Action(
            "Has somebody be on call from one moment to another.",
            details: "The staff, and whoever is in the team.",
            form: .teamOverride, isOnce: true, refuses: [403, 404], answers: [.created(.team)]
        ) { call, form in
            let id: Team.ID = try call.id()
            let body = await call.lateBody()
            let zone = call.site.zone
            return try await call.creating(
                body, writing: { $0.value($1.json(in: zone)) }
            ) { once in
                try await call.operations.teams.override(
                    id, try body.read(form), by: call.requester, once: once)
            }
        })

    private static let key = PathPart("override", .id, "The primary key of an override.")

    private static let override = Endpoint(
        "\(root):pk/overrides/\(key)/", .notifications,
        delete: .delete(
            "Takes back that somebody steps in.", details: "The staff, and whoever is in the team.",
            refuses: [403]
        ) { call in
            try await call.operations.teams.delete(
                call.id(key), of: call.id(), by: call.requester)
        })
}

extension Schema {
    private static let person = answer(["pk": id, "username": text, "active": bool])

    fileprivate static let team = answer(
        "Team",
        [
            "pk": id, "name": text, "members": list(of: person), "time_zone": text,
            "handover_weekday": integer(1...7), "handover_time": text,
            "overrides": list(
                of: answer(["pk": id, "user": person, "start_time": time, "end_time": time])),
        ])

    private static let call = answer([
        "user": person.orNull.note("Null if nobody can be reached."),
        "skipped": list(of: person), "from": time,
        "until": time.note("When it may be somebody else."),
    ])

    fileprivate static let onCall = answer("OnCall", ["now": call, "next": call.orNull])
}
