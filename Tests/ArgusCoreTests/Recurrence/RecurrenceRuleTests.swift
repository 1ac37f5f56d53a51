import ArgusCore
import Testing

@Suite struct `A recurrence rule` {
    @Test(arguments: [
        ("FREQ=DAILY", "every day"), ("rrule:freq=daily;interval=3", "every 3 days"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,SA", "every 2 weeks on Sat, Sun"),
        ("FREQ=MONTHLY;BYDAY=2SU", "every month on the 2nd Sun"),
        ("FREQ=MONTHLY;BYDAY=-1FR,+1MO;COUNT=7", "every month on the last Fri, 1st Mon, 7 times"),
        ("FREQ=MONTHLY;BYDAY=-2FR;WKST=MO", "every month on the 2nd last Fri"),
        ("FREQ=DAILY;UNTIL=20271231T220000Z", "every day, until 2027-12-31"),
    ])
    func `is read, and said in words`(text: String, words: String) throws {
        #expect(try RecurrenceRule(text).words == words)
    }

    @Test(arguments: [
        ("", "FREQ is DAILY, WEEKLY or MONTHLY."), ("FREQ=HOURLY", "FREQ is DAILY"),
        ("FREQ=YEARLY", "FREQ is DAILY"), ("FREQ=DAILY;BYDAY=MO", "BYDAY goes with"),
        ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY names weekdays"), ("FREQ=MONTHLY", "2SU"),
        ("FREQ=MONTHLY;BYDAY=SU", "2SU"), ("FREQ=MONTHLY;BYDAY=6SU", "no \"6SU\""),
        ("FREQ=MONTHLY;BYDAY=0SU", "no \"0SU\""), ("FREQ=WEEKLY;BYDAY=XX", "no \"XX\""),
        ("FREQ=WEEKLY;BYDAY=MO,", "BYDAY has no \"\""),
        ("FREQ=DAILY;BYHOUR=3", "BYHOUR cannot be used"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "BYSETPOS cannot be used"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is a number from 1 to 1000."),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL is"), ("FREQ=DAILY;COUNT=1001", "COUNT is a number"),
        ("FREQ=DAILY;COUNT=99999999999999999999", "COUNT is a number"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL is a date"), ("FREQ=DAILY;UNTIL=20270230", "UNTIL is"),
        ("FREQ=DAILY;COUNT=1;UNTIL=20270101", "not by both"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ is there twice."), ("FREQ", "no part of a rule"),
        ("FREQ=DAILY;WKST=SU", "Weeks begin on Mondays"), ("FREQ=DAILY\nDAILY", "FREQ is"),
        ("FREQ=DAILY;\0=1", "cannot be used"),
    ])
    func `that says anything else is refused in words`(text: String, words: String) {
        do {
            let rule = try RecurrenceRule(text)
            Issue.record("\(text) was taken as \(rule.words)")
        } catch {
            #expect(error.message.contains(words), "\(error.message)")
        }
    }

    @Test func `that is endless is refused`() {
        #expect(throws: RecurrenceRule.Wrong(message: "A rule has at most 255 characters.")) {
            try RecurrenceRule(String(repeating: "INTERVAL=1;", count: 100_000))
        }
    }
}
