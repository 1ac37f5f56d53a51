/// Why a monitoring system's API did not tell what it was asked, in one sentence.
package struct APIProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence: where, what is wrong, what to do.
    package let description: String

    /// Says what is wrong with a request, which is named by its method and URL.
    package init(_ request: String, _ problem: String) {
        description = "\(request): \(problem)."
    }
}
