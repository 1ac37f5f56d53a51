import ArgusCore
import Testing

@Suite(.bug(id: 9)) struct `An exact text` {
    /// Texts that Swift takes for the same, and that look the same.
    static let twins = [
        ("\u{c5}se", "A\u{30a}se"), ("K", "\u{212a}"), ("e\u{301}\u{323}", "e\u{323}\u{301}"),
        (";", "\u{37e}"),
    ]

    @Test(arguments: twins)
    func `is another if any byte is`(one: String, other: String) {
        #expect(one == other)
        #expect(ExactText(one) != ExactText(other))
        #expect(Set([ExactText(one), ExactText(other), ExactText(one)]).count == 2)
    }

    @Test(arguments: twins)
    func `is what tags are made of`(one: String, other: String) {
        let tags = [Tag(key: "k", value: one), Tag(key: "k", value: other)]

        #expect(tags[0] != tags[1])
        #expect((tags + tags).withoutRepetitions() == tags)
    }
}
