/// Texts such as devices and scripts come up with, the same in every run.
package struct OddTexts: Sendable {
    /// What the choice is made by.
    package var dice: SeededGenerator

    /// Begins a sequence.
    package init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
    }

    private static let pieces = [
        "", " ", "mail2 is down", "\0", "\u{feff}", "\n", "\r\n", "\u{1b}[31m", "\u{7}", "\u{9b}",
        "Å", "A\u{30a}", "\u{301}", "👩‍👩‍👧", "\u{202e}", "\u{2028}", "\u{fffd}", "\u{ffff}", "=", "==",
        ",", "\\", "\"", "'", "<b>", "%00", "&", "#", "?", "/", "@2026-11-20T10:00:00Z", "infinity",
        "null", "-5", "𝕏", "\u{e000}", "\t", ";", "ß", "ﬁ", "\u{1f}", "\u{7f}", "\u{200b}",
    ]

    /// A text of some pieces.
    package mutating func short() -> String {
        let count = Int.random(in: 0...4, using: &dice)
        return (0..<count).map { _ in dice.pick(Self.pieces) }.joined()
    }

    /// A text of some pieces, now and then a very long one.
    package mutating func next() -> String {
        let text = short()
        guard Int.random(in: 0..<30, using: &dice) == 0 else { return text }
        return text
            + String(
                repeating: dice.pick(["x", "ø", "\u{1}"]), count: dice.pick([300, 3200, 70_000]))
    }
}
