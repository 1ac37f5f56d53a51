import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == PlannedMaintenanceChange {
    /// When nobody is to be notified of what; `isWhole` says that all of it has to be told.
    ///
    /// Only version 3 knows of what comes again, and of what is told of it.
    package static func plannedMaintenance(_ version: APIVersion, isWhole: Bool) -> Form {
        let isNew = version == .v3
        let end = Schema.time.orNull.note("Null or missing: it has no end.")
        let field = Field(
            Field<Timestamp?>.time("start_time").note("Now if missing."),
            Field<Timestamp?>("end_time", end) { input, name in
                isWhole || input.has(name) ? input.nullableEnd(name) : nil
            },
            Field<String?>.text("description", .maintenanceDescription),
            Field<[StoredFilter.ID]?>.someKeys("filters").required(if: isWhole).note("Anybody's."),
            Field<MaintenanceRecurrence.Said??>.recurrence.only(if: isNew),
            Field<Duration??>.warning.only(if: isNew),
            Field<Bool?>.bool("tell_of_open").note(
                "Whether it is told at the end of each window what is still open."
            ).only(if: isNew)
        ) { start, end, description, filters, recurrence, warning, tellsOfOpen in
            var change = PlannedMaintenanceChange()
            (change.startTime, change.endTime) = (start, end)
            (change.description, change.filters) = (description, filters)
            (change.recurrence, change.isOfOneWindow) = (recurrence, !isNew)
            (change.notices.warning, change.notices.tellsOfOpen) = (warning, tellsOfOpen)
            return change
        }
        return Form(
            isWhole ? "RequestPlannedMaintenanceTask" : "PatchedPlannedMaintenanceTask", field,
            example: .object(example.merging(isNew ? exampleOfMore : JSONObject())))
    }

    private static let example: JSONObject = [
        "start_time": "2125-06-16T00:00:00Z", "end_time": "2125-06-17T00:00:00Z",
        "description": "new disks", "filters": [1],
    ]

    private static let exampleOfMore: JSONObject = [
        "recurrence": ["rule": "FREQ=WEEKLY;INTERVAL=2", "time_zone": "Europe/Oslo"],
        "warn_before_end": 900, "tell_of_open": true,
    ]
}

extension JSONObject {
    fileprivate func merging(_ more: JSONObject) -> JSONObject {
        var all = self
        for member in more.members { all.set(member.name, to: member.value) }
        return all
    }
}

extension Field where Value == MaintenanceRecurrence.Said?? {
    /// When maintenance comes again; null for what does not.
    fileprivate static var recurrence: Field {
        let rule = Schema.text(1...255).required.note(
            "FREQ=DAILY, WEEKLY or MONTHLY, with INTERVAL, BYDAY, UNTIL or COUNT (RFC 5545).")
        let zone = Schema.text(1...255).note(
            "An IANA name; if missing, it stays, and is the server's at first.")
        let members = [Schema.Member("rule", rule), Schema.Member("time_zone", zone)]
        let schema = Schema.body("MaintenanceRecurrence", members).orNull
        return Field("recurrence", schema) { input, name in
            guard input.has(name) else { return nil }
            guard let value = input.object[name], value != .null else { return .some(nil) }
            return input.object(name, value) { input throws(Refusal) in
                let rule = input.rule("rule")
                let zone = input.zone("time_zone")
                try input.check()
                return rule.map { .init($0, in: zone, usually: input.zone) }
            }
        }
    }
}

extension Field where Value == Duration?? {
    /// How long before the end of a window it is warned of that.
    fileprivate static var warning: Field {
        let bounds = MaintenanceNotices.warnings
        let range = bounds.lowerBound.components.seconds...bounds.upperBound.components.seconds
        return Field("warn_before_end", .integer(range).orNull) { input, name in
            guard input.has(name) else { return nil }
            return .some(input.nullableInteger(name, in: range).map { .seconds($0) })
        }.note(
            "How many seconds before its end a window's end is told, with what is open; null: not.")
    }
}

extension Input {
    fileprivate mutating func rule(_ name: String) -> RecurrenceRule? {
        let text = requiredText(name, .characters(255))
        guard !text.isEmpty else { return nil }
        do throws(RecurrenceRule.Wrong) {
            return try RecurrenceRule(text)
        } catch {
            refuse(name, .text(error.message))
            return nil
        }
    }

    fileprivate mutating func zone(_ name: String) -> Zone? {
        guard let text = someText(name, .characters(255)) else { return nil }
        if let zone = Zone(named: text) { return zone }
        refuse(name, "There is no such time zone; one is named as Europe/Oslo.")
        return nil
    }
}
