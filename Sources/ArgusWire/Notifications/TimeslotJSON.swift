import ArgusVocabulary

/// A timeslot as the API shows it.
public struct TimeslotJSON: Hashable, Sendable {
    public var pk: Int64
    public var name: String
    public var recurrences: [Recurrence]

    /// Some weekdays, and from when until when on each.
    public struct Recurrence: Hashable, Sendable {
        /// 1 for Monday to 7 for Sunday.
        public var days: [Int64]
        /// `hh:mm:ss[.uuuuuu]`.
        public var start: String
        /// `hh:mm:ss[.uuuuuu]`.
        public var end: String

        /// Puts a recurrence together.
        public init(days: [Int64], start: String, end: String) {
            (self.days, self.start, self.end) = (days, start, end)
        }

        /// Whether it is the whole of each day.
        public var isAllDay: Bool { start == "00:00:00" && end == "23:59:59.999999" }

        fileprivate init(_ json: JSONValue) throws(WireError) {
            let reader = try MemberReader(json, of: "time recurrence")
            days = try reader.list("days") { json throws(WireError) in
                guard let day = json.integer else { throw reader.wrong("days", "weekdays") }
                return day
            }
            start = try reader.text("start")
            end = try reader.text("end")
        }

        /// The form of all versions.
        public var json: JSONValue {
            var object = JSONObject()
            object.set("days", to: .array(days.map { .integer($0) }))
            object.set("start", to: .string(start))
            object.set("end", to: .string(end))
            if isAllDay { object.set("all_day", to: true) }
            return .object(object)
        }
    }

    /// Puts a timeslot together.
    public init(pk: Int64, name: String, recurrences: [Recurrence]) {
        (self.pk, self.name, self.recurrences) = (pk, name, recurrences)
    }

    /// Reads the form of all versions.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "timeslot")
        pk = try reader.integer("pk")
        name = try reader.text("name")
        recurrences = try reader.list("time_recurrences") { json throws(WireError) in
            try Recurrence(json)
        }
    }

    /// The form of all versions.
    public var json: JSONValue {
        [
            "pk": .integer(pk), "name": .string(name),
            "time_recurrences": .array(recurrences.map(\.json)),
        ]
    }
}
