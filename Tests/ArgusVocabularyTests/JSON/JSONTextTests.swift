import ArgusVocabulary
import Testing

@Suite struct `A JSON value that is kept as its text` {
    private static let values: [JSONValue] = [
        nil, true, -7, .number("2.50"), .number("1e999"), .number("123456789012345678901234567890"),
        "æ\n\"🦀\"", [1, [], [:]], ["b": 1, "a": [nil, "x"], "": .number("-0.0")],
    ]

    @Test(arguments: values)
    func `is read as it was written`(value: JSONValue) {
        let text = JSONText(value)

        #expect(text.text == value.text)
        #expect(text.value == value)
    }

    @Test(arguments: values)
    func `is written again byte by byte`(value: JSONValue) {
        var writer = JSONWriter()
        writer.value(JSONText(value))

        #expect(writer.text == value.text)
    }

    @Test func `is the same as another if its bytes are`() {
        let (one, other) = (JSONText("\u{e5}"), JSONText("a\u{30a}"))

        #expect(one != other && Set([one, other]).count == 2)
        #expect(one == JSONText(kept: "\"\u{e5}\""))
    }
}
