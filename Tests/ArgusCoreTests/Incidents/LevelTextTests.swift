import ArgusCore
import ArgusVocabulary
import Testing

@Suite struct `A level that somebody writes` {
    @Test(arguments: [
        ("1", Level.critical), ("5", .information), ("critical", .critical), ("High", .high),
        ("MODERATE", .moderate), ("low", .low), ("information", .information),
    ])
    func `is a word or a number`(text: String, level: Level) {
        #expect(Level(text) == level)
    }

    @Test(arguments: ["", "0", "6", "critica", "1.0", " 1"])
    func `is nothing else`(text: String) {
        #expect(Level(text) == nil)
    }
}
