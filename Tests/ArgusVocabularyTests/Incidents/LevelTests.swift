import ArgusVocabulary
import Testing

@Suite struct `How bad an incident is` {
    @Test func `is a number, 1 for the worst, and a word`() {
        #expect(Level.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
        #expect(
            Level.allCases.map(\.word) == ["critical", "high", "moderate", "low", "information"])
        #expect(Level.critical < .high && Level.critical.display == "Critical")
    }

    @Test(arguments: Level.allCases)
    func `is found by its number`(level: Level) {
        #expect(Level(rawValue: level.rawValue) == level)
        #expect(Level(number: level.rawValue) == level)
    }

    @Test(arguments: [0, 6, -1])
    func `is kept if it is unknown where a server tells it, and nowhere else`(number: Int) {
        #expect(Level(rawValue: number) == nil)
        #expect(Level(number: number) == .unknown(number))
        #expect(Level(number: number).word == "\(number)")
    }
}
