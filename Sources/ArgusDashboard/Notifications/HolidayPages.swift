import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/notifications/holidays/`: which days are holidays for somebody; everybody's own.
enum HolidayPages {
    static let pages = [edit]

    private static let tab = NotificationTabs.holidays

    private static let about =
        "Each row of a timeslot says whether it holds on them, or only on them."

    private static let edit = WebPage(
        "/notifications/holidays/", form: HolidayForm.form,
        show: { call, entry in
            let holidays = try await call.operations.holidays.find(of: call.requester)
            guard try call.requester.may(.act) else {
                return try await call.page("list-page", list(holidays), in: .notifications)
            }
            let page = FormPage(
                title: "Holidays",
                text: about,
                parent: NotificationTabs.timeslots.parent,
                form: HolidayForm(entry, holidays).pageForm(to: tab.rawValue))
            return try await call.page("form-page", page, in: .notifications)
        }
    ) { call, change in
        _ = try await call.operations.holidays.change(change, by: call.requester)
        return call.leading(to: tab.rawValue, saying: "Your holidays were kept.")
    }

    /// When one is: a day, or the first and the last, or some hours.
    private static func span(of holiday: Holiday) -> String {
        let (start, end) = (holiday.start, holiday.end)
        let years = holiday.isYearly ? ", every year" : ""
        func day(_ time: CivilTime) -> String {
            holiday.isYearly ? String(time.dateText.suffix(5)) : time.dateText
        }
        if holiday.isAllDay {
            let last = CivilTime(dayNumber: end.dayNumber - 1)
            let more = last.dayNumber > start.dayNumber ? " – \(day(last))" : ""
            return day(start) + more + years
        }
        return "\(day(start)) \(start.clockText) – \(day(end)) \(end.clockText)" + years
    }

    /// What those see who may change nothing.
    private static func list(_ holidays: OwnHolidays) -> ListPage {
        ListPage(
            "Holidays", about, tabs: tab.links, columns: ["Day", "Name"],
            rows: (holidays.dates + holidays.events).map { holiday in
                [.text(span(of: holiday)), .text(holiday.name)]
            }, empty: "There are none.")
    }
}

/// The form for holidays: a day a line, and the text of a calendar file.
struct HolidayForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// A day that comes every year is one from this year on, which has a 29 February.
    private static let firstYear = 1972

    static let form = Form(
        Field(
            dates, Field<[Holiday]??>.calendar, Field<Bool?>.bool("without_calendar")
        ) { dates, file, isWithout in
            // Without a new file the events of the last one stay, unless they are to be forgotten.
            HolidaysChange(
                dates: dates ?? [], events: (file ?? nil) ?? (isWithout == true ? [] : nil))
        })

    /// As long as the text for all days that somebody may have can be.
    private static let limit = TextLimit.characters(Holiday.most * (Holiday.longestName + 13))

    private static let dates = Field<[Holiday]?>.typed("dates", atMost: limit) { text in
        var dates: [Holiday] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingBlanks()
            if line.isEmpty { continue }
            let parts = line.split(separator: " ", maxSplits: 1)
            let name = parts.count == 2 ? String(parts[1].trimmingBlanks()) : ""
            let said = String(line.prefix(40))
            let longest = TextLimit.characters(Holiday.longestName)
            guard longest.problem(of: name) == nil else {
                return .failure(
                    ValueProblem(message: "The name in \"\(said)\" has more than \(longest)."))
            }
            guard let date = parts.first, let holiday = holiday(date, name) else {
                return .failure(
                    ValueProblem(
                        message: "\"\(said)\" is no day such as 2026-12-25 Christmas, or 12-25 "
                            + "Christmas for every year."))
            }
            dates.append(holiday)
        }
        return .success(dates)
    }

    private static func holiday(_ date: Substring, _ name: String) -> Holiday? {
        if let day = CivilTime(date: date) { return Holiday(name, on: day) }
        return CivilTime(date: "\(firstYear)-\(date)").map {
            Holiday(name, on: $0, everyYear: true)
        }
    }

    /// The form with what was typed, or else with somebody's holidays.
    init(_ entry: FormEntry, _ holidays: OwnHolidays) {
        self.entry = entry
        let lines = holidays.dates.map { holiday in
            let date = holiday.start.dateText
            return "\(holiday.isYearly ? String(date.suffix(5)) : date) \(holiday.name)"
        }
        let events = holidays.events
        let names = events.prefix(5).map { "\($0.start.dateText) \($0.name)" }
        let known =
            events.isEmpty
            ? ""
            : " It has \(events.count) now: \(names.joined(separator: ", "))"
                + (events.count > 5 ? " and more." : ".")
        fields =
            [
                .area(
                    entry.field("dates", value: lines.joined(separator: "\n")), "Days",
                    in: "holidays", rows: 10,
                    hint: "A day a line: 2026-12-25 Christmas, or 12-25 Christmas for every year."),
                .area(
                    entry.field("calendar", value: ""), "Calendar file", in: "holidays", rows: 6,
                    hint: "The text of an iCalendar file, in place of the one before.\(known)"),
            ]
            + (events.isEmpty
                ? []
                : [
                    .tick(
                        entry.choices("without_calendar", values: []), "Calendar",
                        "Forget its days", in: "holidays")
                ])
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Keep them", fields, back: NotificationTabs.timeslots.rawValue)
    }
}
