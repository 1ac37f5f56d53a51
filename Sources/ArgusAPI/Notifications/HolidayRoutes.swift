import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `holidays/`: which days are holidays for the asker, in version 3.
enum HolidayRoutes {
    static let endpoint = Endpoint(
        "\(APIVersion.v3.path)holidays/", .notifications,
        get: Action("Shows one's own holidays.", answers: [.ok(.holidays, "All of them.")]) {
            call in
            Reply(try await call.operations.holidays.find(of: call.requester).json)
        },
        put: change("Changes one's own holidays."),
        patch: change("Changes some of one's own holidays."))

    private static func change(_ summary: String) -> Action {
        Action(
            summary, details: "Dates, calendar, or both; what is not mentioned stays.",
            form: .holidays, answers: [.ok(.holidays)]
        ) { call, form in
            let change = try await call.read(form)
            return Reply(
                try await call.operations.holidays.change(change, by: call.requester).json)
        }
    }
}

extension OwnHolidays {
    fileprivate var json: JSONValue {
        [
            "dates": .array(
                dates.map { holiday in
                    [
                        "date": .string(holiday.start.dateText), "name": .string(holiday.name),
                        "every_year": .bool(holiday.isYearly),
                    ]
                }),
            "events": .array(events.map(\.json)),
        ]
    }
}

extension Holiday {
    fileprivate var json: JSONValue {
        func written(_ time: CivilTime) -> JSONValue {
            .string(isAllDay ? time.dateText : "\(time.dateText) \(TimeOfDay(time).text)")
        }
        let last = isAllDay ? CivilTime(dayNumber: end.dayNumber - 1) : end
        return [
            "name": .string(name), "start": written(start), "end": written(last),
            "all_day": .bool(isAllDay), "time_zone": zone.map { .string($0.name) } ?? .null,
            "every_year": .bool(isYearly),
        ]
    }
}

extension Schema {
    fileprivate static let holidays = answer(
        "ResponseHolidays",
        [
            "dates": list(of: answer(["date": text, "name": text, "every_year": bool])),
            "events": list(
                of: answer([
                    "name": text, "start": text.note("A date, or a date and time."),
                    "end": text.note("The last day, or when it is over."), "all_day": bool,
                    "time_zone": text.orNull.note("Whose clocks are meant; null for one's own."),
                    "every_year": bool,
                ])
            ).note("Those of the calendar file."),
        ])
}
