import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@testable import ArgusStorage

@Suite struct `The column of tags` {
    @Test(arguments: [
        "", "x", "a=b", " ", " x ", "x y", "\\", "\\n", "\n", "\n\n", "\\\n", "x\\\\ny", "\r\n",
        "\r",
        "\u{2028}", "\u{0}", "æøå 🦀", "e\u{301}", "\u{301}x", "7 8 a=b", "\\n\n\\",
    ])
    func `gives back every value`(value: String) {
        let tags = [
            relation(Tag(key: "first", value: value)), relation(Tag(key: "2nd", value: "plain")),
        ]

        let read = TagColumn.read(TagColumn.write(tags))

        #expect(read == tags)
        #expect(read.first.map { Array($0.tag.value.utf8) } == Array(value.utf8))
    }

    @Test func `is empty without tags`() {
        #expect(TagColumn.write([]).isEmpty)
        #expect(TagColumn.read("").isEmpty)
    }

    @Test func `is legible for people`() {
        let tags = [
            Incident.TagRelation(tag: "host=a", addedBy: 7, addedTime: .sample),
            Incident.TagRelation(
                tag: Tag(key: "note", value: "x\ny"), addedBy: 8, addedTime: .sample(1)),
        ]

        #expect(
            TagColumn.write(tags) == #"""
                7 1750000000000000 host=a
                8 1750000001000000 note=x\ny
                """#)
    }

    private func relation(_ tag: Tag) -> Incident.TagRelation {
        Incident.TagRelation(tag: tag, addedBy: 7, addedTime: .sample(-1))
    }
}
