import ArgusCore
import ArgusVocabulary
import Testing

@Suite struct `A time of day` {
    @Test(arguments: [
        ("08:00", "08:00:00"), ("8:5", "08:05:00"), ("23:59:59.999999", "23:59:59.999999"),
        ("08:00:00.1", "08:00:00.100000"), ("08:00:01.1234567", "08:00:01.123456"),
        ("00:00:00.000000", "00:00:00"),
    ])
    func `is read and written`(text: String, written: String) throws {
        #expect(TimeOfDay(text)?.text == written)
    }

    @Test(arguments: [
        "", "8", "8 am", "24:00", "08:60", "08:00:60", "-1:00", "08:00:", "08:00:00.", "1:2:3:4",
        "08:00:00.x", "008:00", "+8:00",
    ])
    func `is refused in any other form`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test(arguments: [
        ("08:00", true), ("08:00:00.000", true), ("08:00:01", false), ("08:00:00.5", false),
        ("8", false),
    ])
    func `is one of whole minutes without seconds`(text: String, isRead: Bool) {
        #expect(TimeOfDay(toTheMinute: text) == (isRead ? TimeOfDay("08:00") : nil))
    }

    @Test func `is taken from a date and time`() {
        let time = CivilTime(
            year: 2025, month: 6, day: 15, hour: 23, minute: 59, second: 59, microsecond: 999_999)

        #expect(TimeOfDay(time) == .lastOfDay)
    }
}
