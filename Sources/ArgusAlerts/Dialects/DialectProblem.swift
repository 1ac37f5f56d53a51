/// Why a request in the language of another server cannot be taken, in words for who sent it.
package struct DialectProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong, a sentence each.
    package let reasons: [String]

    package init(_ reasons: String...) {
        self.reasons = reasons
    }

    package init(_ reasons: [String]) {
        self.reasons = reasons
    }

    package var description: String { reasons.joined(separator: " ") }
}
