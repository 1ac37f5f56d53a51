import ArgusVocabulary
import Testing

@Suite struct `Text from elsewhere` {
    @Test(arguments: [
        ("plain æøå 中文 🚨", "plain æøå 中文 🚨"),
        ("one\r\ntwo\nthree\tfour", #"one\r\ntwo\nthree\tfour"#),
        ("\u{1b}[2J\u{7}", #"\u{1b}[2J\u{7}"#),
        ("\u{9b}2J\u{7f}\0", #"\u{9b}2J\u{7f}\u{0}"#),
        ("a\u{202e}b\u{2066}c\u{2028}d\u{feff}", #"a\u{202e}b\u{2066}c\u{2028}d\u{feff}"#),
        ("می\u{200c}خواهم 👩\u{200d}🚀", "می\u{200c}خواهم 👩\u{200d}🚀"),
    ])
    func `is shown on one line, without anything that acts`(text: String, shown: String) {
        #expect(text.onOneLine == shown)
    }

    @Test(arguments: [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("\"\u{301} onclick='\u{338}", "&quot;\u{301} onclick=&#39;\u{338}"),
        ("<\u{338}script>\u{fe0f}", "&lt;\u{338}script&gt;\u{fe0f}"),
    ])
    func `is nothing but text in HTML, whatever marks stand on its signs`(
        text: String, escaped: String
    ) {
        #expect(Array(text.escapedForHTML.unicodeScalars) == Array(escaped.unicodeScalars))
    }

    @Test func `keeps the line ends that are our own`() {
        #expect("one\ntwo\r\n\nthree\u{1b}".lineByLine == "one\ntwo\\r\n\nthree\\u{1b}")
    }

    @Test func `means the same as JSON when it is printed`() throws {
        let value = JSONValue.array([.string("\u{9b}2J\u{7f}\u{1b}\r\n\u{202e}\u{2028}\u{feff}ø")])
        let printed = value.text.printableJSON

        #expect(
            printed == #"["\u009b2J\u007f\u001b\r\n\u202e\u2028\ufeffø"]"#)
        #expect(try JSONValue(parsing: printed) == value)
    }
}
