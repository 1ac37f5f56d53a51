import ArgusCore

/// The parts of a message, as the templates have them.
package struct WrittenMessage: Sendable {
    /// One line; empty where messages have none.
    package var title = ""
    /// nil where the medium writes it in another way.
    package var text: String?
    package var html: String?
    /// What is wrong with the site's templates, a sentence; nil if nothing is, or there are none.
    package var mistake: String?
}

extension DeliveryOutcome {
    /// The same, with a note of what was wrong with the site's templates, if it was sent all the same.
    func noting(_ mistake: String?) -> DeliveryOutcome {
        guard case .sent(let answer, let thread, _) = self, let mistake else { return self }
        let detail = [answer, mistake].filter { !$0.isEmpty }.joined(separator: "; ")
        return .sent(detail, thread: thread, noting: .template)
    }
}
