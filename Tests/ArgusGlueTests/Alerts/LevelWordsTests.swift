import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Testing

@Suite struct `The level of an alert` {
    @Test(arguments: [
        ("CRITICAL", Incident.Level.critical), ("Fatal", .critical), ("emerg", .critical),
        ("error", .high), ("Major", .high), ("WARNING", .moderate), ("warn", .moderate),
        ("minor", .low), (" notice\n", .low), ("info", .information), ("OK", .information),
        ("2", .high),
    ])
    func `is read by the words of monitoring systems, in any case`(
        word: String, level: Incident.Level
    ) {
        #expect(Incident.Level(named: word) == level)
    }

    @Test(arguments: ["", "0", "6", "-1", "lou", "critical!"])
    func `is not guessed`(word: String) {
        #expect(Incident.Level(named: word) == nil)
    }

    @Test(arguments: Incident.Level.allCases)
    func `is written as the API's word`(level: Incident.Level) throws {
        let alert = Alert.open("1", description: "d", at: moment(0), level: level)

        #expect(alert.json["level"] == .string(level.word))
        #expect(try Alert(alert.json, in: .utc, now: moment(9)) == alert)
    }
}
