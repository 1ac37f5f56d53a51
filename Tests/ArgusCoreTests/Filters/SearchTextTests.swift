import ArgusCore
import ArgusTesting
import Testing

@Suite struct `A text to search` {
    @Test(arguments: ["", "b", "BOX", "box is Åse's", "åSE", "'s", "İ", "is\n"])
    func `holds its parts, whatever their case`(part: String) {
        #expect(SearchText("Box is Åse'S İ is\nGone").contains(SearchText(part)))
    }

    @Test(arguments: ["boxes", "a\u{30a}se", "gone ", "box is gone and more than that"])
    func `holds nothing else`(part: String) {
        #expect(!SearchText("Box is Åse is Gone").contains(SearchText(part)))
    }

    @Test func `takes a line only if it is not there yet`() {
        var text = SearchText("Box is down")

        text.add("is DOWN")
        text.add("")
        text.add("Somebody looks")

        #expect(text.text == "box is down\nsomebody looks")
    }
}
