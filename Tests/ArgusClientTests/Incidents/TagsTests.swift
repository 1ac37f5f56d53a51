import ArgusClient
import Testing

@Suite struct `Tags of an incident` {
    @Test func `keep their order and all values of a key`() {
        let tags: Tags = ["host": "b", "port": "1", "host": "a"]

        #expect(tags["host"] == ["b", "a"])
        #expect(tags.keys == ["host", "port"])
        #expect(tags.description == "host=b, port=1, host=a")
    }

    @Test func `hold a pair only once`() {
        var tags: Tags = ["a": "1", "a": "1"]
        tags.append("a", "1")

        #expect(tags.count == 1)
    }

    @Test func `have no values for a key that is not there`() {
        #expect(Tags()["host"].isEmpty)
    }

    @Test func `can give a key other values in its place`() {
        var tags: Tags = ["a": "1", "b": "2", "a": "3", "c": "4"]
        tags.set("a", to: "5", "6")

        #expect(tags == ["a": "5", "a": "6", "b": "2", "c": "4"])
    }

    @Test func `get a key at the end when it is set for the first time`() {
        var tags: Tags = ["a": "1"]
        tags.set("b", to: "2")

        #expect(tags == ["a": "1", "b": "2"])
    }

    @Test func `can lose a key`() {
        var tags: Tags = ["a": "1", "b": "2", "a": "3"]
        tags.remove("a")

        #expect(tags == ["b": "2"])
    }

    @Test func `are read at the first equals sign`() {
        #expect(Tags.Element("a=b=c") == Tags.Element("a", "b=c"))
        #expect(Tags.Element("a=") == Tags.Element("a", ""))
    }

    @Test(arguments: ["", "a", "=a"])
    func `are not read from other texts`(text: String) {
        #expect(Tags.Element(text) == nil)
    }
}
