import ArgusVocabulary
import Testing

@Suite struct `A type of event` {
    @Test func `has the code and the name that the existing server shows`() {
        let names = EventType.allCases.map { "\($0.rawValue) \($0.display)" }

        #expect(
            names == [
                "STA Incident start", "END Incident end", "CHI Incident change",
                "RES Incident restart", "CLO Close", "REO Reopen", "ACK Acknowledge", "OTH Other",
                "LES Stateless",
            ])
    }

    @Test(arguments: EventType.allCases)
    func `is found by its code`(type: EventType) {
        #expect(EventType(rawValue: type.rawValue) == type)
        #expect(EventType(code: type.rawValue) == type)
    }

    @Test(arguments: ["XXX", "sta", ""])
    func `that is unknown is kept where a server tells it, and nowhere else`(code: String) {
        #expect(EventType(rawValue: code) == nil)
        #expect(EventType(code: code) == .unknown(code))
        #expect(EventType(code: code).rawValue == code && EventType(code: code).display == code)
    }
}
