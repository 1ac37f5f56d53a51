import ArgusVocabulary
import Testing

@Suite struct `What is wrong with a JSON text` {
    static let messages: [(String, String)] = [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("[1,", "Expecting value: line 1 column 4 (char 3)"),
        ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
        ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
        ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
        (
            "{1:2}",
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
        ),
        (
            "{\"a\":1,}",
            "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"
        ),
        ("\"abc", "Unterminated string starting at: line 1 column 1 (char 0)"),
        ("\"a\nb\"", "Invalid control character at: line 1 column 3 (char 2)"),
        ("{\"a\":tru}", "Expecting value: line 1 column 6 (char 5)"),
        ("[1]]", "Extra data: line 1 column 4 (char 3)"),
        ("{\n  \"a\": 1,\n  \"b\": x\n}", "Expecting value: line 3 column 8 (char 19)"),
        ("{\"å\": \"æøå\", \"x\": }", "Expecting value: line 1 column 19 (char 18)"),
        ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
        ("\"\\u12G4\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
        ("{\"a\":1\n\"b\":2}", "Expecting ',' delimiter: line 2 column 1 (char 7)"),
        ("nul", "Expecting value: line 1 column 1 (char 0)"),
        ("01", "Extra data: line 1 column 2 (char 1)"),
        ("1.", "Extra data: line 1 column 2 (char 1)"),
        ("-", "Expecting value: line 1 column 1 (char 0)"),
        (
            "NaN",
            "Out of range float values are not JSON compliant: 'NaN': line 1 column 1 (char 0)"
        ),
    ]

    @Test(arguments: messages)
    func `is said in Python's words, with line and column`(text: String, message: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }

        #expect(error?.description == message)
    }

    @Test func `is found by its byte, too`() {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "[\"å\", x]") }

        #expect(error?.offset == 7)
        #expect(error?.character == 6)
    }
}
