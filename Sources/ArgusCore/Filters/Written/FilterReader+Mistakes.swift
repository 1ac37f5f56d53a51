/// What people write who know other languages, or type in haste.
extension FilterReader {
    /// A part of a filter, as far as it tells whether the word beside it was meant for a text.
    struct Part {
        /// The word that is searched for; nil for what is a condition by its form.
        let text: String?
        /// Whether it stands in quotes, and so is meant for a text.
        var isQuoted = false
    }

    /// Refuses the signs of other languages where they would be searched for as texts.
    ///
    /// In a filter that is stored they go on being texts, as when it was stored.
    func checkSigns(_ text: String, _ start: Int) throws(WrittenFilterProblem) {
        if let sign = ["!", "-"].first(where: { text.hasPrefix($0) }),
            sign == "!" || isNegation(text.dropFirst())
        {
            throw problem(
                "“not” is written before what must not hold, instead of “\(sign)”", at: start)
        }
        guard !isStored else { return }
        for (sign, word) in [("&", "and"), ("|", "or")] {
            let pieces = text.split(separator: sign, omittingEmptySubsequences: false)
            let isJoint = pieces.count > 1 && pieces.allSatisfy { $0.isEmpty || Self.isWord($0) }
            guard isJoint else { continue }
            throw problem(
                "“\(word)” is written between conditions instead of “\(sign)”; a text to search "
                    + "for stands in quotes", at: start)
        }
    }

    /// Whether what stands behind a hyphen is a condition, and not the rest of a text.
    private func isNegation(_ text: Substring) -> Bool {
        if isStored { return false }
        if text.isEmpty { return next == "(" || next == "\"" }
        return Self.isWord(text) || text.unicodeScalars.contains(where: \.isSign)
    }

    private static func isWord(_ text: Substring) -> Bool { FilterWord(text) != nil }

    /// What the filter may have been meant to say: a sentence for each word that is searched for,
    /// stands beside a condition and is one slip of the fingers from a word with a meaning.
    ///
    /// They are of ASCII, so that they can stand in a header.
    var hints: [String] {
        parts.enumerated().compactMap { index, part in
            let neighbours = [index - 1, index + 1].filter(parts.indices.contains)
            guard let text = part.text, !part.isQuoted,
                neighbours.contains(where: { parts[$0].text == nil }),
                let word = FilterWord.allCases.first(where: { $0.isOneSlip(from: text) })
            else { return nil }
            return "\"\(text)\" is searched for as a text; did you mean \"\(word.rawValue)\"?"
        }
    }
}

extension FilterWord {
    /// Whether one letter more, less or other, or two that changed places, make the word of a text
    /// in letters of ASCII.
    fileprivate func isOneSlip(from text: String) -> Bool {
        let typed = Array(text.lowercased().utf8)
        let meant = Array(rawValue.utf8)
        guard typed.count > 1, typed.allSatisfy({ (0x61...0x7a).contains($0) }) else {
            return false
        }
        let start = zip(typed, meant).prefix { $0 == $1 }.count
        let longest = min(typed.count, meant.count) - start
        let end = zip(typed.reversed(), meant.reversed()).prefix(longest).prefix { $0 == $1 }.count
        let (more, less) = (typed[start..<(typed.count - end)], meant[start..<(meant.count - end)])
        return (more.count <= 1 && less.count <= 1)
            || (more.count == 2 && more.elementsEqual(less.reversed()))
    }
}
