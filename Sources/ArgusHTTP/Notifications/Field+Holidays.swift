import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == HolidaysChange {
    /// Which days are holidays; what is not mentioned stays.
    package static var holidays: Form {
        let field = Field(
            Field<[Holiday]?>.objects(
                "dates", "NewHoliday", .holiday, isRequired: false, atMost: Holiday.most
            ).note("Whole days."),
            Field<[Holiday]?>.calendar
        ) { HolidaysChange(dates: $0, events: $1) }
        return Form(
            "Holidays", field,
            example: [
                "dates": [["date": "2026-12-25", "name": "Christmas", "every_year": true]],
                "calendar": """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261224
                SUMMARY:Christmas Eve
                END:VEVENT
                END:VCALENDAR
                """,
            ])
    }
}

extension Field where Value == Holiday {
    fileprivate static var holiday: Field {
        let date = Schema.text(matching: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$").required
        return Field(
            Field<CivilTime?>("date", date) { input, name in
                let text = input.requiredText(name)
                guard !text.isEmpty else { return nil }
                if let date = CivilTime(date: text) { return date }
                input.refuse(name, "It is no date, such as 2026-12-25.")
                return nil
            },
            Field<String?>.text("name", .characters(Holiday.longestName)),
            Field<Bool?>.bool("every_year").note("Whether it is one every year; false if missing.")
        ) { date, name, isYearly in
            Holiday(name ?? "", on: date ?? CivilTime(dayNumber: 0), everyYear: isYearly ?? false)
        }
    }
}

extension Field where Value == [Holiday]? {
    /// The events of an iCalendar file; an empty text has none.
    fileprivate static var calendar: Field {
        Field<[Holiday]??>.calendar.map { $0.map { $0 ?? [] } }
    }
}

extension Field where Value == [Holiday]?? {
    /// The events of an iCalendar file, which may be missing (nil), or null or empty (`.some(nil)`).
    package static var calendar: Field {
        Field<String??>.nullableText("calendar", .characters(CalendarFile.largest))
            .note("The text of an iCalendar file, in place of the one before; null for none.")
            .reading { try CalendarFile.holidays($0) { Zone(named: $0) } }
    }
}

extension Field where Value == String?? {
    /// The holidays of a file's text, or what is wrong with it.
    fileprivate func reading(
        _ read: @escaping @Sendable (String) throws -> [Holiday]
    ) -> Field<[Holiday]??> {
        let name = members.first?.name ?? ""
        return Field<[Holiday]??>(members: members) { input throws(Refusal) in
            guard let given = try self.read(&input) else { return nil }
            guard let text = given else { return .some(nil) }
            do {
                return try read(text)
            } catch let wrong as CalendarFile.Wrong {
                input.refuse(name, .text(wrong.message))
            } catch {
                input.refuse(name, "It cannot be read.")
            }
            return nil
        }
    }
}
