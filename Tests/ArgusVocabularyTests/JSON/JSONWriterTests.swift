import ArgusVocabulary
import Testing

@Suite struct `Writing JSON` {
    static let values: [(JSONValue, String)] = [
        (.null, "null"), (true, "true"), (false, "false"), (0, "0"),
        (.integer(.min), "-9223372036854775808"), (.number("1.50"), "1.50"), ([], "[]"),
        ([:], "{}"),
        ([1, [2], [:]], "[1,[2],{}]"), (["b": 1, "a": [nil]], #"{"b":1,"a":[null]}"#),
        ("", #""""#), ("å😀\u{7f}\u{2028}", "\"å😀\u{7f}\u{2028}\""), ("a/b", #""a/b""#),
        ("\"\\\u{8}\u{c}\n\r\t", #""\"\\\b\f\n\r\t""#),
        ("\u{0}\u{1}\u{1f}", #""\u0000\u0001\u001f""#),
        (["\"": "\n"], #"{"\"":"\n"}"#),
    ]

    @Test(arguments: values)
    func `is compact, and escapes only what it must`(value: JSONValue, text: String) {
        #expect(value.text == text)
    }

    @Test(arguments: values)
    func `can be read back`(value: JSONValue, text: String) throws {
        #expect(try JSONValue(parsing: value.text) == value)
    }

    @Test func `escapes every control character`() throws {
        for code in UInt8(0)..<0x20 {
            let text = "a\(Unicode.Scalar(code))b"

            #expect(try JSONValue(parsing: JSONValue.string(text).text) == .string(text))
        }
    }

    @Test func `grows with what is written`() throws {
        let long = String(repeating: "\u{1}å", count: 50_000)
        var writer = JSONWriter(capacity: 1)
        writer.string(long)

        #expect(writer.count == 2 + 50_000 * 8)
        #expect(try JSONValue(parsing: writer.text) == .string(long))
    }

    @Test func `lends its bytes`() {
        var writer = JSONWriter()
        writer.raw("[")
        writer.raw(String("1"))
        writer.raw("]")

        #expect(writer.withBytes { Array($0) } == Array("[1]".utf8))
    }

    @Test func `puts commas between the items of a list`() {
        var writer = JSONWriter()
        writer.list([1, 2, 3]) { $0.integer($1) }

        #expect(writer.text == "[1,2,3]")
    }

    @Test(arguments: [
        (EndTime.stateless, "null"), (.open, #""infinity""#),
        (
            .ended(Timestamp(microseconds: 1_795_338_643_000_001)),
            #""2026-11-22T10:10:43.000001+01:00""#
        ),
    ])
    func `shows times in a zone`(end: EndTime, text: String) throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))
        var writer = JSONWriter()
        writer.endTime(end, in: oslo)

        #expect(writer.text == text)
    }

    @Test func `has null for a time that is not there`() {
        var writer = JSONWriter()
        writer.time(nil, in: .utc)

        #expect(writer.text == "null")
    }
}
