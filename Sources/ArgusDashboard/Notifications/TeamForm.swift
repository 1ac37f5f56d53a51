import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form for a team: who is in it, and when it hands over.
struct TeamForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// What the form says; people are named as they log in.
    struct Said: Sendable {
        fileprivate let change: TeamChange
        fileprivate let members: [String]

        /// What it says of a team; refuses people who are not there.
        func change(_ users: [User]) throws(Refusal) -> TeamChange {
            var change = change
            var ids: [User.ID] = []
            for name in members {
                guard let user = users.first(where: { $0.username == name }) else {
                    throw .invalid("members", .text("There is no account \"\(name)\"."))
                }
                ids.append(user.id)
            }
            change.members = ids
            return change
        }
    }

    static let form = Form(
        Field(
            Field<String>.requiredText("name", .characters(40)),
            Field<String?>.text("members"), Field<Zone?>.zone("time_zone").required(),
            Field<Int64?>.nullableInteger("handover_weekday", in: 1...7),
            Field<TimeOfDay?>.timeOfDay("handover_time").required()
        ) { name, members, zone, weekday, time in
            var change = TeamChange()
            (change.name, change.zone, change.time) = (name, zone, time)
            change.weekday = weekday.map { Int($0) }
            let names = (members ?? "").split { $0.isWhitespace || $0 == "," }
            return Said(change: change, members: names.map(String.init))
        })

    /// The form with what was typed, or else with what a team says.
    init(_ entry: FormEntry, _ detailed: DetailedTeam?, zone: Zone) {
        self.entry = entry
        let team = detailed?.team
        let names = team?.members.map { detailed?.name(of: $0) ?? "" } ?? []
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let time = team?.rota.time.text.prefix(5) ?? "08:00"
        fields = [
            .line(
                entry.field("name", value: team?.name ?? ""), "Name", in: "team",
                isRequired: true),
            .area(
                entry.field("members", value: names.joined(separator: "\n")),
                "Who takes turns", in: "team", rows: 6,
                hint: "The names that they log in with, one a line, in the order of their turns."),
            .select(
                entry.field("handover_weekday", value: "\(team?.rota.weekday ?? 1)"),
                "They hand over every", in: "team",
                days.enumerated().map { ("\($0.offset + 1)", $0.element) }),
            .line(
                entry.field("handover_time", value: String(time)), "At", in: "team",
                type: "time", isRequired: true),
            .line(
                entry.field("time_zone", value: (team?.rota.zone ?? zone).name), "Time zone",
                in: "team", isRequired: true, hint: "Such as Europe/Oslo."),
        ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(entry, to: action, "Keep it", fields, back: NotificationTabs.teams.rawValue)
    }
}

/// The form by which somebody steps in.
struct OverrideForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// What the form says; times are as its reader's clocks show them.
    struct Said: Sendable {
        fileprivate let user: User.ID
        fileprivate let start: String
        fileprivate let end: String
    }

    static let form = Form(
        Field(
            Field<User.ID?>.key("user").required(), Field<String?>.text("start_time"),
            Field<String?>.text("end_time")
        ) { Said(user: $0 ?? User.ID(0), start: $1 ?? "", end: $2 ?? "") })

    /// The form with what was typed.
    init(_ entry: FormEntry, users: [User], zone: Zone) {
        self.entry = entry
        fields = [
            .select(
                entry.field("user"), "Who steps in", in: "override",
                users.map { ("\($0.id)", $0.username) }),
            .line(
                entry.field("start_time"), "From", in: "override", type: "datetime-local",
                hint: "In \(zone.name). Empty: now."),
            .line(
                entry.field("end_time"), "Until", in: "override", type: "datetime-local",
                isRequired: true, hint: "In \(zone.name)."),
        ]
    }

    /// The form as it is printed.
    func pageForm(to action: String, back: String) -> PageForm {
        PageForm(entry, to: action, "Keep it", fields, back: back)
    }
}

extension OverrideForm.Said {
    /// The override; refuses what is no time.
    func override(_ moments: MomentFormat) throws(Refusal) -> NewTeamOverride {
        let wrong = Problem.text("It is no date and time, such as 2026-11-25 08:00.")
        guard let end = moments.moment(end) else { throw .invalid("end_time", wrong) }
        if start.isEmpty { return try NewTeamOverride(user: user, start: nil, end: end) }
        guard let start = moments.moment(start) else { throw .invalid("start_time", wrong) }
        return try NewTeamOverride(user: user, start: start, end: end)
    }
}
