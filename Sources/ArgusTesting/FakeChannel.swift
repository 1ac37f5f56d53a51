import ArgusCore
import Synchronization

/// A channel that sends nothing, remembers what it was given, and answers as it is told.
package final class FakeChannel: Channel {
    package let medium: Medium
    private let taken = Mutex<[Notice]>([])
    private let answer: @Sendable (Notice) async -> DeliveryOutcome

    /// Answers so by a medium.
    package init(
        _ medium: Medium = .email,
        _ answer: @escaping @Sendable (Notice) async -> DeliveryOutcome = { _ in .sent("250 taken")
        }
    ) {
        (self.medium, self.answer) = (medium, answer)
    }

    /// What it was given.
    package var notices: [Notice] { taken.withLock { $0 } }

    package func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome {
        taken.withLock { $0.append(notice) }
        return await answer(notice)
    }
}
