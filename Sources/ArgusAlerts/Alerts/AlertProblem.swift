/// Why an alert cannot be taken, in words for the one who wrote it.
package struct AlertProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong.
    package let faults: [Fault]

    /// One thing that is wrong.
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// The member of the pipe format that is wrong; nil for the alert as a whole.
        package let member: String?
        /// What is wrong with it, to be read after its name.
        package let problem: String

        package init(_ member: String?, _ problem: String) {
            (self.member, self.problem) = (member, problem)
        }

        package var description: String { member.map { "`\($0)` \(problem)" } ?? problem }
    }

    package init(_ faults: [Fault]) {
        self.faults = faults
    }

    /// Everything that is wrong, each with the name of the member.
    package var reasons: [String] { faults.map(\.description) }

    package var description: String { reasons.joined(separator: "; ") }
}
