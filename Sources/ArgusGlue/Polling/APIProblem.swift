import ArgusVocabulary

/// Why a monitoring system's API did not tell what it was asked, in one sentence.
package struct APIProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence: where, what is wrong, what to do.
    package let description: String
    /// Whether the system understood what was asked, and will not do it: to ask again is no use.
    package let isRefusal: Bool

    /// What it answered, if that was JSON.
    package let answer: JSONValue?

    /// Says what is wrong with a request, which is named by its method and URL.
    package init(
        _ request: String, _ problem: String, isRefusal: Bool = false, answer: JSONValue? = nil
    ) {
        description = "\(request): \(problem)."
        (self.isRefusal, self.answer) = (isRefusal, answer)
    }
}
