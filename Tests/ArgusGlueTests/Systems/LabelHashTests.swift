import Testing

@testable import ArgusGlue

@Suite struct `The hash of an alert's labels` {
    /// From the tests of Prometheus' own library, where it is written as a number.
    @Test func `is Prometheus' own`() {
        let labels = [
            (key: "name", value: "garland, briggs"), (key: "fear", value: "love is not enough"),
        ]

        #expect(
            LabelHash(of: labels).text == String(5_799_056_148_416_392_346 as UInt64, radix: 16))
        #expect(LabelHash(of: labels.reversed()) == LabelHash(of: labels))
    }

    @Test func `always has sixteen digits`() {
        #expect(LabelHash(of: []).text == "cbf29ce484222325")
        #expect(
            (0..<64).allSatisfy { LabelHash(of: [(key: "n", value: "\($0)")]).text.count == 16 })
    }
}
