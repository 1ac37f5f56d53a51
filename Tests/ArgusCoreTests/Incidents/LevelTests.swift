import ArgusCore
import Testing

@Suite struct `A level` {
    @Test(arguments: [
        ("1", Level.critical), ("5", .information), ("critical", .critical), ("High", .high),
        ("MODERATE", .moderate), ("low", .low), ("information", .information),
    ])
    func `is written as a word or a number`(text: String, level: Level) {
        #expect(Level(text) == level)
    }

    @Test(arguments: ["", "0", "6", "critica", "1.0", " 1"])
    func `is nothing else`(text: String) {
        #expect(Level(text) == nil)
    }
}
