import ArgusVocabulary

/// A timeslot as the API shows it.
package struct TimeslotJSON: Hashable, Sendable {
    package var pk: Int64
    package var name: String
    package var recurrences: [Recurrence]

    /// Some weekdays, and from when until when on each.
    package struct Recurrence: Hashable, Sendable {
        /// 1 for Monday to 7 for Sunday.
        package var days: [Int64]
        /// `hh:mm:ss[.uuuuuu]`.
        package var start: String
        /// `hh:mm:ss[.uuuuuu]`; in version 3 of the next day if it is not after the start.
        package var end: String
        /// What holidays mean for it: `any`, `except` or `only`; of version 3.
        package var holidays: String

        /// Puts a recurrence together.
        package init(days: [Int64], start: String, end: String, holidays: String = "any") {
            (self.days, self.start, self.end) = (days, start, end)
            self.holidays = holidays
        }

        /// Whether it is the whole of each day.
        package var isAllDay: Bool { start == "00:00:00" && end == "23:59:59.999999" }

        fileprivate init(_ json: JSONValue) throws(WireError) {
            let reader = try MemberReader(json, of: "time recurrence")
            days = try reader.list("days") { json throws(WireError) in
                guard let day = json.integer else { throw reader.wrong("days", "weekdays") }
                return day
            }
            start = try reader.text("start")
            end = try reader.text("end")
            holidays = reader.object["holidays"]?.string ?? "any"
        }

        /// The form of a version.
        package func json(_ version: APIVersion) -> JSONValue {
            var object = JSONObject()
            object.set("days", to: .array(days.map { .integer($0) }))
            object.set("start", to: .string(start))
            object.set("end", to: .string(end))
            if version == .v3 { object.set("holidays", to: .string(holidays)) }
            if isAllDay { object.set("all_day", to: true) }
            return .object(object)
        }
    }

    /// Puts a timeslot together.
    package init(pk: Int64, name: String, recurrences: [Recurrence]) {
        (self.pk, self.name, self.recurrences) = (pk, name, recurrences)
    }

    /// Reads the form of all versions.
    package init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "timeslot")
        pk = try reader.integer("pk")
        name = try reader.text("name")
        recurrences = try reader.list("time_recurrences") { json throws(WireError) in
            try Recurrence(json)
        }
    }

    /// The form of a version.
    package func json(_ version: APIVersion) -> JSONValue {
        [
            "pk": .integer(pk), "name": .string(name),
            "time_recurrences": .array(recurrences.map { $0.json(version) }),
        ]
    }
}
