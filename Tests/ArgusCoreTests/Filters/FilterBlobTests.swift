import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A filter as people store it` {
    @Test func `describes nothing without any field`() {
        #expect(FilterBlob().filter == .nothing)
        #expect(FilterBlob().isEmpty)
    }

    @Test func `asks for all of its fields`() throws {
        var blob = FilterBlob()
        (blob.sources, blob.tags, blob.open, blob.maxLevel) = ([1], ["a=1"], true, 2)
        blob.written = "acked or tag:b"

        #expect(
            blob.filter
                == .all([
                    .sources([1]), .tags(["a=1"]), .open(true), .levelAtMost(2),
                    .any([.acked(true), .tagged("b", .anything)]),
                ]))
    }

    @Test func `describes nothing with a tag that is none`() {
        var blob = FilterBlob()
        blob.tags = ["a=1", "b"]

        #expect(blob.filter == .all([.nothing]))
    }
}
