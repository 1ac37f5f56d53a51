import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == TeamChange {
    /// Who is in a team, and when it hands over; `isWhole` says that all of it has to be told.
    package static func team(isWhole: Bool) -> Form {
        let field = Field(
            Field<String?>.someText("name", .characters(40)).required(if: isWhole)
                .note("Unique."),
            Field<[User.ID]?>.keys("members", atMost: Team.mostMembers).required(if: isWhole)
                .note("Accounts, in the order of their turns."),
            Field<Zone?>.zone("time_zone").note("The server's if missing."),
            Field<Int64?>.nullableInteger("handover_weekday", in: 1...7)
                .note("1 for Monday, which it is if missing, to 7 for Sunday."),
            Field<TimeOfDay?>.timeOfDay("handover_time").note("08:00 if missing.")
        ) { name, members, zone, weekday, time in
            var change = TeamChange()
            (change.name, change.members, change.zone) = (name, members, zone)
            (change.weekday, change.time) = (weekday.map { Int($0) }, time)
            return change
        }
        return Form(
            isWhole ? "NewTeam" : "PatchedTeam", field,
            example: ["name": "network", "members": [1, 2], "time_zone": "Europe/Oslo"])
    }
}

extension Form where Value == NewTeamOverride {
    /// Who is on call from one moment to another, whoever's turn it is.
    package static let teamOverride = Form(
        "NewTeamOverride",
        Field(
            Field<User.ID?>.key("user").required(),
            Field<Timestamp?>.nullableTime("start_time").note("Now if missing."),
            Field<Timestamp>.requiredTime("end_time")
        ) { user, start, end throws(Refusal) in
            try NewTeamOverride(user: user ?? User.ID(0), start: start, end: end)
        },
        example: [
            "user": 2, "start_time": "2125-06-16T00:00:00Z", "end_time": "2125-06-17T00:00:00Z",
        ])
}

extension Field where Value == Zone? {
    /// A time zone that may be missing.
    package static func zone(_ name: String) -> Field {
        .typed(name) { text in
            Zone(named: text).map { .success($0) }
                ?? .failure(
                    ValueProblem(
                        message: "There is no such time zone; one is named as Europe/Oslo."))
        }
    }
}

extension Field where Value == TimeOfDay? {
    /// A time of day that may be missing.
    package static func timeOfDay(_ name: String) -> Field {
        .typed(name) { text in
            TimeOfDay(toTheMinute: text).map { .success($0) }
                ?? .failure(
                    ValueProblem(message: "A time of day is written as hh:mm, such as 08:00."))
        }
    }
}
