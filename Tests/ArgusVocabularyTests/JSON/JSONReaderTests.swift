import ArgusVocabulary
import Testing

@Suite struct `Reading JSON` {
    static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("-1", -1),
        (" \t\r\n1 \t\r\n", 1), (#""""#, ""), (#""a""#, "a"), ("[]", []), ("{}", [:]),
        ("[1,[2,{}]]", [1, [2, [:]]]), (#"{"a":{"b":[null]}}"#, ["a": ["b": [nil]]]),
        (#"{"":1}"#, ["": 1]), ("[ 1 , 2 ]", [1, 2]),
        (#"{ "a" : 1 , "b" : 2 }"#, ["a": 1, "b": 2]),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e5\u00C5""#, "åÅ"),
        (#""\ud83d\ude00""#, "😀"), (#""\u0000""#, "\u{0}"),
        ("\"å😀\u{7f}\u{2028}\"", "å😀\u{7f}\u{2028}"),
        (#""\u006E\u0075ll""#, "null"), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)),
    ]

    @Test(arguments: accepted)
    func `accepts what RFC 8259 allows`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "1.0",
        "-0.5", "1e5", "1E+5", "1e-5", "0e0", "0.1e1", "1e400", "3.14159265358979323846",
    ])
    func `keeps the text of numbers that are no 64-bit integers`(text: String) throws {
        #expect(try JSONValue(parsing: text) == .number(text))
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "NULL", "True", "tru", "NaN", "Infinity", "-Infinity", "-", "+1",
        "01", "-01", "00", "1.", ".5", "1.e5", "1e", "1e+", "0x10", "1_000", "--1", "1 2", "'a'",
        "a",
        "\"", "\"a", #""\""#, #""\x""#, #""\u12""#, #""\u12G4""#, #""\U0041""#, "\"a\nb\"",
        "\"a\tb\"", "\"\u{0}\"", #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#, "[",
        "]", "[1", "[1,", "[,1]", "[1,]", "[1 2]", "[1,,2]", "[1}", "{", "}", "{1:2}", "{\"a\"",
        "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\"::1}", "{a:1}",
        "{\"a\":1 \"b\":2}", "{'a':1}", "[1]]", "{}{}", "[] x", "// c\n1", "1 /* c */", "\u{feff}1",
        "\u{a0}1", "\u{c}1",
    ])
    func `refuses what RFC 8259 does not allow`(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    static let broken: [[UInt8]] = [
        [0xff], [0xc0, 0x80], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
        [0xf8, 0x88, 0x80, 0x80, 0x80], [0x80],
    ]

    @Test(arguments: broken)
    func `refuses bytes that are no UTF-8`(bytes: [UInt8]) {
        let plain = [0x22] + bytes + [0x22]
        let escaped = Array(#""\n"#.utf8) + bytes + [0x22]

        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: plain) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: escaped) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func `goes so deep and no deeper`() throws {
        let deepest = nested(JSONReader.depthLimit)

        #expect(try JSONValue(parsing: deepest).text == deepest)
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: nested(JSONReader.depthLimit + 1))
        }
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: String(repeating: #"{"a":["#, count: 100_000))
        }
    }

    @Test func `counts the depth, not the number of arrays`() throws {
        let wide = "[" + Array(repeating: "[]", count: 1000).joined(separator: ",") + "]"

        #expect(try JSONValue(parsing: wide).array?.count == 1000)
    }

    @Test func `gives a name that repeats its last value at its first place`() throws {
        let object = try #require(JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).object)

        #expect(object.members.map(\.name) == ["a", "b"])
        #expect(object["a"] == 3)
    }

    @Test func `finds every member of a large object`() throws {
        let members = (0..<100).map { #""k\#($0)":\#($0)"# } + [#""k7":-7"#]
        let object = try #require(
            JSONValue(parsing: "{\(members.joined(separator: ","))}").object
        )

        #expect(object.members.count == 100)
        #expect(object["k99"] == 99)
        #expect(object["k7"] == -7)
    }

    @Test func `can go on after a value, as in a stream`() throws {
        let bytes = Array("{\"a\":1} [2]\n3 ".utf8)

        let values = try bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            var values: [JSONValue] = []
            while !reader.isAtEnd { values.append(try reader.value()) }
            return values
        }

        #expect(values == [["a": 1], [2], 3])
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
