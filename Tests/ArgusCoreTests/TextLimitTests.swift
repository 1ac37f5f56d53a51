import ArgusCore
import Testing

@Suite struct `A limit of texts` {
    @Test func `counts characters, or bytes of UTF-8`() {
        let text = String(repeating: "å", count: 10)

        #expect(TextLimit.characters(10).problem(of: text) == nil)
        #expect(TextLimit.bytes(20).problem(of: text) == nil)
        #expect(TextLimit.bytes(19).problem(of: text) == .tooLong(.bytes(19)))
    }

    @Test func `counts what makes up one letter by its parts`() {
        #expect(TextLimit.characters(2).problem(of: "\r\n") == nil)
        #expect(TextLimit.characters(2).problem(of: "e\u{301}\u{323}") == .tooLong(.characters(2)))
    }
}
