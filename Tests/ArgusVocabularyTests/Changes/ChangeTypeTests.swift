import ArgusVocabulary
import Testing

@Suite struct `What became different` {
    @Test func `has the code of an event, or one of its own`() {
        #expect(
            ChangeType.allCases.map(\.rawValue)
                == EventType.allCases.map(\.rawValue) + ["TAG", "EXP", "DEL"])
    }

    @Test(arguments: ChangeType.allCases)
    func `is found by its code`(type: ChangeType) {
        #expect(ChangeType(rawValue: type.rawValue) == type)
    }

    @Test func `is kept if it is unknown where a server tells it, and nowhere else`() {
        #expect(ChangeType(rawValue: "XXX") == nil)
        #expect(ChangeType(code: "XXX") == .unknown("XXX"))
    }
}
