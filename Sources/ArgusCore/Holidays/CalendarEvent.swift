import ArgusVocabulary

/// An event of an iCalendar file, as far as it is read (RFC 5545, section 3.6.1).
struct CalendarEvent {
    private typealias Wrong = CalendarFile.Wrong

    private let line: Int
    private var summary = ""
    private var start: CalendarLine?
    private var end: CalendarLine?
    private var duration: CalendarLine?
    private var rule: CalendarLine?
    private var isCancelled = false

    /// Begins at a line.
    init(line: Int) {
        self.line = line
    }

    /// Takes a line of it, unless that says that it recurs in a way that is not understood.
    mutating func read(_ line: CalendarLine) throws(CalendarFile.Wrong) {
        switch line.name {
        case "SUMMARY": summary = line.text
        case "DTSTART": start = line
        case "DTEND": end = line
        case "DURATION": duration = line
        case "RRULE" where rule == nil: rule = line
        case "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID":
            throw Wrong(
                message: "Line \(line.number): an event has \(line.name); only every year on the "
                    + "same date is understood, by one RRULE.")
        case "STATUS": isCancelled = line.value.uppercased() == "CANCELLED"
        default: break
        }
    }

    /// The holiday that it is; nil if it was cancelled.
    func holiday(zone: (String) -> Zone?) throws(CalendarFile.Wrong) -> Holiday? {
        if isCancelled { return nil }
        guard let start else { throw Wrong(message: "Line \(line): an event has no DTSTART.") }
        let begins = try time(start)
        if let duration {
            throw Wrong(
                message:
                    "Line \(duration.number): an event has a DURATION; only DTEND is understood.")
        }
        let name = (start.parameters["TZID"] ?? "").trimmingBlanks()
        let theirs = begins.isUTC ? Zone.utc : name.isEmpty ? nil : zone(String(name))
        guard begins.isUTC || name.isEmpty || theirs != nil else {
            throw Wrong(
                message: "Line \(start.number): there is no time zone \"\(String(name).cut)\".")
        }
        let ends: CivilTime
        if let end {
            let time = try time(end)
            guard time.isDate == begins.isDate, time.isUTC == begins.isUTC,
                end.parameters["TZID"] == start.parameters["TZID"]
            else {
                throw Wrong(message: "Line \(end.number): DTEND is not written as DTSTART is.")
            }
            ends = time.time
        } else {
            guard begins.isDate else {
                throw Wrong(message: "Line \(line): an event has no DTEND.")
            }
            ends = CivilTime(dayNumber: begins.time.dayNumber + 1)
        }
        let length = ends.microsecondsSinceEpoch - begins.time.microsecondsSinceEpoch
        guard length > 0, length <= Int64(Holiday.mostDays) * 86_400_000_000 else {
            throw Wrong(
                message:
                    "Line \(line): an event ends before it starts, or lasts longer than a year.")
        }
        return Holiday(
            name: title, start: begins.time, end: ends, isAllDay: begins.isDate,
            zone: begins.isDate ? nil : theirs, lastYear: try lastYear(begins))
    }

    private var title: String { summary.cut(to: Holiday.longestName) }

    private func time(_ line: CalendarLine) throws(CalendarFile.Wrong) -> CalendarTime {
        guard let time = CalendarTime(line.value.trimmingBlanks()) else {
            throw Wrong(
                message: "Line \(line.number): \"\(line.value.cut)\" is no date such as 20261224, "
                    + "and no time such as 20261224T120000.")
        }
        return time
    }

    /// Until when it comes again every year.
    private func lastYear(_ start: CalendarTime) throws(CalendarFile.Wrong) -> Int? {
        guard let rule else { return nil }
        let wrong = Wrong(
            message:
                "Line \(rule.number): an event comes again by \"\(rule.value.cut)\"; only every "
                + "year on the same date is understood.")
        var last = Holiday.endOfYears
        var isYearly = false
        for part in rule.value.uppercased().split(separator: ";") {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { throw wrong }
            let number = Int(halves[1])
            switch halves[0] {
            case "FREQ" where halves[1] == "YEARLY": isYearly = true
            case "INTERVAL" where number == 1: break
            case "BYMONTH" where number == start.time.month: break
            case "BYMONTHDAY" where number == start.time.day: break
            case "WKST": break
            case "COUNT":
                guard let number, (1...10_000).contains(number) else { throw wrong }
                last = min(last, start.time.year + number - 1)
            case "UNTIL":
                guard let until = CalendarTime(halves[1]) else { throw wrong }
                last = min(last, until.lastYear(ofDateIn: start.time))
            default: throw wrong
            }
        }
        guard isYearly else { throw wrong }
        return max(last, start.time.year)
    }
}

extension CalendarTime {
    /// The last year in which a date comes no later than this.
    fileprivate func lastYear(ofDateIn start: CivilTime) -> Int {
        let isLater = (start.month, start.day) > (time.month, time.day)
        return isLater ? time.year - 1 : time.year
    }
}
