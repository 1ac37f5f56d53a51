import Testing

@testable import ArgusGlue

@Suite struct `A pattern` {
    private func found(_ pattern: String, _ text: String) throws -> [String?]? {
        try CapturePattern(pattern).firstMatch(in: text)?.groups
    }

    @Test(arguments: [
        ("b+", "abbbc", "bbb"), ("^a.c$", "a\u{e9}c", "aéc"), ("(?i)DOWN", "is Down", "Down"),
        ("[^ ]+:", "x ab:c", "ab:"), ("a|bc|b", "bc", "bc"), ("a{2,3}", "caaaa", "aaa"),
        ("a{2}", "caaaa", "aa"), ("a{2,}?", "caaaa", "aa"), (#"\d+\.\d"#, "v12.5", "12.5"),
        (#"\bup\b"#, "upper up", "up"), ("(a*)*b", "aab", "aab"), ("", "x", ""), ("x*", "y", ""),
        (#"[\w-]+$"#, "ge-0" + "-b", "ge-0-b"), (#"[]x]"#, "]", "]"), (#"\{a\}"#, "{a}", "{a}"),
        ("{a", "{a", "{a"), (#"[^\D]"#, "a7", "7"), ("(?i)[A-C]+", "xAbCd", "AbC"),
        ("(?:ab)+", "xababa", "abab"), (#"a\b.b"#, "a.b", "a.b"), ("a.*?b", "aXbXb", "aXb"),
    ])
    func `finds the first place where it matches`(pattern: String, text: String, whole: String)
        throws
    {
        #expect(try found(pattern, text)?.first == whole)
    }

    @Test(arguments: [
        ("^b", "ab"), ("a$", "ab"), ("a.b", "a\nb"), ("abc", "ab"), ("[a-c]{3}", "ab1c"),
        (#"\bpp"#, "upp"), ("Down", "down"),
    ])
    func `finds nothing where it does not`(pattern: String, text: String) throws {
        #expect(try found(pattern, text) == nil)
    }

    @Test func `tells what its groups hold, by number and by name`() throws {
        let pattern = try CapturePattern(#"(\w+)(?: on (?<host>\S+))?, (?P<state>up|down)"#)
        let match = try #require(pattern.firstMatch(in: "eth0, down"))

        #expect(match["1"] == "eth0" && match["state"] == "down" && match["host"] == nil)
        #expect(match["7"] == nil && match["nobody"] == nil && match.groups.count == 4)
    }

    @Test(arguments: [
        ("(", "a ( without a )"), (")", "a ) without a ("), ("[a", "a [ without a ]"),
        ("*a", "nothing before it"), ("a**", "repeats a repetition"), ("(?=a)", "not supported"),
        (#"(a)\1"#, "not supported"), ("a{2000}", "more than 1000"), (#"a\"#, "backslash"),
        ("[b-a]", "ends before it begins"), ("(?:a{1000}){1000}", "too long"),
        ("a{3,2}", "repeats"),
        (String(repeating: "(", count: 100), "too deep"),
    ])
    func `that is none says why`(pattern: String, reason: String) {
        let problem = #expect(throws: CapturePattern.Problem.self) { try CapturePattern(pattern) }

        #expect(problem?.description.contains(reason) == true, "\(problem as Any)")
    }

    /// Each of these takes time without end where possibilities are tried one after another.
    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)(.*)(.*)(.*)(.*)x", "(a?){200}a{200}b"])
    func `ends soon, whatever the text is`(pattern: String) throws {
        let text = String(repeating: "a", count: 2000) + "!"

        #expect(try found(pattern, text) == nil)
    }

    @Test func `looks at no more than the beginning of a long text`() throws {
        let text = String(repeating: "a", count: CapturePattern.textLimit) + "b"

        #expect(try found("b", text) == nil && found("a$", text) != nil)
    }
}
