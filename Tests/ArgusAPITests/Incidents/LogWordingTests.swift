import ArgusCore
import ArgusHTTP
import ArgusTesting
import ArgusVocabulary
import Testing

extension `The log of an incident` {
    @Test func `prints tags as Python prints a list, or a set`() {
        #expect(LogWording.lists.tags(["a=1", "b=2"]) == "['a=1', 'b=2']")
        #expect(LogWording.lists.tags([]) == "[]")
        #expect(LogWording.sets.tags(["a=1", "b=2"]) == "{'a=1', 'b=2'}")
        #expect(LogWording.sets.tags([]) == "set()")
    }

    @Test(arguments: [
        ("a=it's", #"["a=it's"]"#), (#"a="x""#, #"['a="x"']"#), (#"a='"'"#, #"['a=\'"\'']"#),
        (#"a=\d"#, #"['a=\\d']"#), ("a=x\ny\tz", #"['a=x\ny\tz']"#), ("a=æ🦀", "['a=æ🦀']"),
        ("a=x\r\ny", #"['a=x\r\ny']"#), ("a=\u{1b}[0m\u{7f}", #"['a=\x1b[0m\x7f']"#),
    ])
    func `quotes tags as Python does`(tag: ArgusCore.Tag, list: String) {
        #expect(LogWording.lists.tags([tag]) == list)
    }

    @Test(arguments: [
        ("{}", 0), (#"{"a":1,"b":2}"#, 2), ("[1,2,3]", 3), (#""æ🦀""#, 2), ("7", 0), ("null", 0),
    ])
    func `counts the items of metadata`(json: String, count: Int) {
        #expect(LogWording.lists.metadata(JSONText(kept: json)) == "\(count) item(s)")
    }
}
