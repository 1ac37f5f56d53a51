import ArgusCore
import ArgusTesting
import Testing

@Suite struct `A regular expression` {
    @Test(arguments: [
        ("a", "bab"), ("", ""), ("", "a"), ("^core-\\d+$", "core-12"), ("(a|b)*c", "ababc"),
        ("a{2,3}$", "xaaaa"), ("^a{2,}b", "aaaab"), ("a{0}b", "b"), ("^(|x)a", "a"),
        ("[]x]", "]"), ("[^a-c]", "abcd"), ("[a\\]-]+$", "a]-"), ("^.$", "å"), ("^.$", "\n"),
        ("x(?:yz)+?$", "xyzyz"), ("^[\\w.-]+@x$", "a.b-c@x"), ("\\.\\$\\^", ".$^"), ("$^", ""),
        ("a\\s\\Sb", "a\tåb"), ("^(a|ab)(c|bcd)$", "abcd"), ("}]", "}]"), ("\\{1", "{1"),
    ])
    func `is found`(pattern: String, text: String) throws {
        #expect(try Pattern(pattern).matches(text))
    }

    @Test(arguments: [
        ("a", ""), ("^core-\\d+$", "core-12x"), ("^a{2,3}$", "aaaa"), ("[^a-c]", "abc"),
        ("$^", "a"), ("A", "a"), ("\u{e5}", "a\u{30a}"), ("\\D", "123"), ("a.b", "ab"),
        ("^b", "ab"), ("x$", "x\n"),
    ])
    func `is not found`(pattern: String, text: String) throws {
        #expect(try !Pattern(pattern).matches(text))
    }

    @Test(arguments: [
        ("^core-\\d+$", "core-", "core-"), ("7", "", "7"), ("a.bcd[xy]ef", "", "bcd"),
        ("a|b", "", ""), ("^a{0}b", "", "b"), ("ab{0}", "", "a"), ("^(|x)ab", "", "ab"),
        ("^a", "a", "a"), ("", "", ""), ("^", "", ""), ("(?:ab)+", "", ""), ("x^ab", "", "ab"),
        ("^a\u{30a}\\.", "a\u{30a}.", "a\u{30a}."),
    ])
    func `says what stands in each text that it is found in`(
        pattern: String, prefix: String, part: String
    ) throws {
        let pattern = try Pattern(pattern)

        #expect(Array(pattern.prefix.utf8) == Array(prefix.utf8))
        #expect(Array(pattern.part.utf8) == Array(part.utf8))
    }

    @Test(arguments: [
        ("(", "a “(” has no “)”"), ("a)", "a “)” has no “(”"),
        ("*a", "there is nothing that “*” could repeat"),
        ("a**", "there is nothing that “*” could repeat"),
        ("^+", "there is nothing that “+” could repeat"),
        ("a{3,2}", "a repetition is written “{2}”, “{2,}” or “{2,5}”"),
        ("a{,2}", "a repetition is written “{2}”, “{2,}” or “{2,5}”"),
        ("a|{2}", "a “{” that repeats nothing is written “\\{”"),
        ("[a", "a “[” has no “]”"), ("[[:alpha:]]", "names such as “[:alpha:]” are not known"),
        ("[b-a]", "a “-” between brackets needs a smaller and a larger character"),
        ("\\", "nothing follows the last “\\”"), ("\\bx", "“\\b” has no meaning"),
        ("(a)\\1", "“\\1” has no meaning"), ("(?=a)", "“(?” is known only as “(?:”"),
        (String(repeating: "a", count: 501), "it has more than 500 characters"),
        (String(repeating: "(", count: 60), "it has more than 50 groups inside each other"),
        ("((a{20}){20}){20}", "written out, its repetitions have more than 1000 places"),
        (
            "((((a{999}){999}){999}){999}){999}",
            "written out, its repetitions have more than 1000 places"
        ),
    ])
    func `is refused if it is wrong or too large`(pattern: String, message: String) {
        let problem = #expect(throws: PatternProblem.self) { try Pattern(pattern) }

        #expect(problem?.message == message)
    }

    @Test(arguments: ["(a*)*b", "(a|a)*b", "(a|aa)+$", "(.*)(.*)(.*)(.*)x", "(a?){200}a{200}b"])
    func `takes no longer for a text that others explode on`(pattern: String) throws {
        let text = String(repeating: "a", count: 2000)

        let matches = try Pattern(pattern).matches(text + "c")

        #expect(!matches)
    }

    @Test func `finds what the standard library finds`() throws {
        var random = RandomFilters(seed: 11, now: .sample, sources: [])
        var generator = SeededGenerator(seed: 12)

        for _ in 0..<500 {
            let pattern = random.pattern()
            let ours = try Pattern(pattern)
            let theirs = try Regex(pattern).asciiOnlyWordCharacters()
            for _ in 0..<5 {
                let text = String(
                    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                        generator.pick(["1", "3", "x", "y", " ", "å"] as [Character])
                    })
                #expect(
                    try ours.matches(text) == (theirs.firstMatch(in: text) != nil),
                    "\(pattern) in “\(text)”")
            }
        }
    }
}
