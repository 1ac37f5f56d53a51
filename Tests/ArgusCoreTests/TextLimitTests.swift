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

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("", 0, ""), ("ab", 1, "…"),
        // Three letters of two parts each, of which one has room beside the mark.
        ("e\u{301}e\u{301}e\u{301}", 4, "e\u{301}…"), ("e\u{301}\u{323}x", 3, "…"),
        ("a\r\nb", 3, "a…"),
    ])
    func `is kept by what is cut, which says so`(text: String, length: Int, cut: String) {
        #expect(text.cut(to: length) == cut)
        #expect(text.isEmpty || TextLimit.characters(length).problem(of: cut) == nil)
    }
}
