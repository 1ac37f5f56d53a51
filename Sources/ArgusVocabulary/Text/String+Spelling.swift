/// What somebody meant who mistyped a name.
extension String {
    /// The one of these names that this text was probably meant to be; nil if none is near.
    ///
    /// A name is near if at most two letters are missing, added, wrong or swapped, and no more than
    /// a third of them; unless that is not enough, also if it begins with the text.
    package func nearest(
        among names: some Sequence<String>, orBeginning: Bool = true
    ) -> String? {
        let typed = Array(lowercased())
        var best: (name: String, slips: Int)?
        for name in names {
            let slips = Self.slips(typed, Array(name.lowercased()))
            guard slips <= 2, slips * 3 <= max(typed.count, name.count) else { continue }
            if slips < best?.slips ?? .max { best = (name, slips) }
        }
        if let best { return best.name }
        guard orBeginning, typed.count >= 3 else { return nil }
        return names.first { $0.lowercased().hasPrefix(lowercased()) }
    }

    /// How many letters one must add, leave out, change or swap with their neighbour to make one
    /// word of the other (the distance of Damerau and Levenshtein, of which no part is edited twice).
    private static func slips(_ one: [Character], _ other: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for row in one.indices {
            var next = [row + 1]
            for column in other.indices {
                let change = last[column] + (one[row] == other[column] ? 0 : 1)
                var least = Swift.min(last[column + 1] + 1, next[column] + 1, change)
                if row > 0, column > 0, one[row] == other[column - 1],
                    one[row - 1] == other[column]
                {
                    least = Swift.min(least, before[column - 1] + 1)
                }
                next.append(least)
            }
            (before, last) = (last, next)
        }
        return last[other.count]
    }
}
