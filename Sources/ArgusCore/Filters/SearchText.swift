/// Text in the form in which texts are searched: without capital letters.
///
/// Both what is searched and what is searched for have this form, in the database as in memory, and
/// are compared byte by byte, so that all agree on what is found.
package struct SearchText: Hashable, Sendable {
    /// The text without capital letters.
    package private(set) var text: String

    /// Takes a text as somebody wrote it.
    package init(_ text: String) {
        self.text = text.lowercased()
    }

    /// Takes a text that is stored in this form.
    package init(stored text: String) {
        self.text = text
    }

    /// Adds a line, unless all of it is there already.
    package mutating func add(_ line: SearchText) {
        guard !line.text.isEmpty, !contains(line) else { return }
        text += "\n" + line.text
    }

    /// Whether a word occurs anywhere; the empty one does in every text.
    package func contains(_ word: SearchText) -> Bool {
        text.withBytes { text in word.text.withBytes { text.contains($0) } }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ word: Self) -> Bool {
        guard let first = word.first else { return true }
        guard word.count <= count else { return false }
        return (0...count - word.count).contains { start in
            self[start] == first
                && word.indices.dropFirst().allSatisfy { self[start + $0] == word[$0] }
        }
    }
}
