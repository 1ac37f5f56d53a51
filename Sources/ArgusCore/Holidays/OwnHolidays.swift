import ArgusVocabulary

/// Which days are holidays for somebody: those that they named, and those of a calendar file.
package struct OwnHolidays: Hashable, Sendable {
    /// Whole days, by hand.
    package var dates: [Holiday] = []
    /// What a calendar file had.
    package var events: [Holiday] = []

    /// Has none.
    package init() {}

    /// All of them, prepared.
    package var calendar: HolidayCalendar { HolidayCalendar(dates + events) }

    /// Refuses more than anybody needs.
    package func check() throws(Refusal) {
        guard dates.count <= Holiday.most else {
            throw .invalid("dates", .text("There are more than \(Holiday.most)."))
        }
    }
}

/// What is to become different about somebody's holidays; nil leaves it as it is.
package struct HolidaysChange: Hashable, Sendable {
    package var dates: [Holiday]?
    package var events: [Holiday]?

    /// Changes nothing yet.
    package init(dates: [Holiday]? = nil, events: [Holiday]? = nil) {
        (self.dates, self.events) = (dates, events)
    }
}
