import ArgusCore
import Testing

@Suite struct `A kind of change` {
    @Test func `has a code of three letters, by which it is known again`() {
        let kinds =
            EventType.allCases.map { Change.Kind.event($0) } + [
                .tags, .expiration, .deletion,
            ]

        #expect(kinds.allSatisfy { $0.rawValue.count == 3 })
        #expect(Set(kinds.map(\.rawValue)).count == 12)
        #expect(kinds.map(\.rawValue).map(Change.Kind.init) == kinds)
    }

    @Test func `is none with another code`() {
        #expect(Change.Kind(rawValue: "XXX") == nil)
    }
}
