import ArgusCore
import Testing

@Suite struct `A tag` {
    @Test(arguments: [
        ("a=1", "a", "1"), ("host_2=x", "host_2", "x"), ("a=", "a", ""), ("a=b=c", "a", "b=c"),
        (" a = b c ", "a", "b c"), ("a=æøå 🦀", "a", "æøå 🦀"), ("a=\u{301}x", "a", "\u{301}x"),
        ("a=x\ny", "a", "x\ny"), ("a= \u{301}x \r\n", "a", "\u{301}x"),
    ])
    func `is split at the first equals sign`(text: String, key: String, value: String) throws {
        let tag = try Tag(text, keys: .lowerCase)

        #expect(tag == Tag(key: key, value: value))
        #expect(tag.text == "\(key)=\(value)")
    }

    @Test(arguments: [
        ("", TagProblem.noDelimiter), ("abc", .noDelimiter), ("=x", .emptyKey), ("  =x", .emptyKey),
        ("a-b=x", .invalidKey), ("a b=x", .invalidKey), ("å=x", .invalidKey), ("A=x", .invalidKey),
    ])
    func `needs a lower-case key`(text: String, problem: TagProblem) {
        #expect(throws: problem) { try Tag(text, keys: .lowerCase) }
    }

    @Test(arguments: ["x", "é", "\\", "\n"])
    func `has no more bytes than an index takes, in which some count twice`(piece: String) throws {
        let size = piece == "x" ? 2 : 3
        let fits = String(repeating: "y\(piece)", count: (TextLimit.tag.count - 3) / size)

        #expect(try Tag("k=\(fits).", keys: .lowerCase).value == "\(fits).")
        #expect(throws: TagProblem.tooLong) {
            try Tag("k=\(fits)y\(piece)..", keys: .lowerCase)
        }
        #expect(throws: TagProblem.tooLong) {
            try Tag("\(String(repeating: "k", count: 2600))=", keys: .lowerCase)
        }
    }

    @Test func `may be longer where one character follows itself`() throws {
        let long = String(repeating: "v", count: 3000)

        #expect(try Tag("k=\(long)", keys: .lowerCase).value == long)
        #expect(try Tag("k=a\(long)b\(long)", keys: .lowerCase).value.utf8.count == 6002)
        #expect(throws: TagProblem.tooLong) {
            try Tag("k=\(String(repeating: "v", count: 65_535))", keys: .lowerCase)
        }
    }

    @Test(arguments: ["A=x", "hostName=x", "Z9_=x"])
    func `may have a key with capitals where the rule says so`(text: String) throws {
        #expect(try Tag(text, keys: .anyCase).text == text)
    }

    @Test(arguments: ["Å=x", "a-b=x", "a.b=x"])
    func `needs a key of ASCII letters even then`(text: String) {
        #expect(throws: TagProblem.invalidKey) { try Tag(text, keys: .anyCase) }
    }
}
