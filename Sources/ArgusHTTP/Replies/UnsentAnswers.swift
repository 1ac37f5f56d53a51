import ArgusCore
import ArgusVocabulary
import Synchronization

/// How many bytes of large answers wait in memory until their askers have read them, in all and for
/// each account.
///
/// Who asks for much and does not read it would fill the memory otherwise. Small answers are not
/// counted: a connection has one at a time, and there are only so many connections.
package final class UnsentAnswers: Sendable {
    private struct State {
        var bytes = 0
        var shares: [User.ID?: Int] = [:]
    }

    /// Answers of fewer bytes are not counted.
    package static let small = 262_144

    private let state = Mutex(State())
    private let most: (inAll: Int, ofAccount: Int)

    /// Allows so many bytes in all, and a part of them for one account; what is the first of its
    /// account is not too large, whatever its size.
    package init(inAll: Int = 256 << 20, ofAccount: Int = 64 << 20) {
        most = (inAll, ofAccount)
    }

    /// Counts an answer for as long as what is returned is kept, or refuses where too many wait.
    func reserve(_ bytes: Int, for account: User.ID?) throws(Refusal) -> Reservation {
        let isRoom = state.withLock { state in
            let share = state.shares[account, default: 0]
            guard share == 0 || share + bytes <= most.ofAccount,
                state.bytes == 0 || state.bytes + bytes <= most.inAll
            else { return false }
            state.bytes += bytes
            state.shares[account] = share + bytes
            return true
        }
        guard isRoom else {
            throw .unavailable(
                "Too many large answers wait to be read; read those, or ask for smaller pages.",
                retryAfter: 5)
        }
        return Reservation(bytes, for: account, of: self)
    }

    private func release(_ bytes: Int, for account: User.ID?) {
        state.withLock { state in
            state.bytes -= bytes
            let share = state.shares[account, default: 0] - bytes
            state.shares[account] = share > 0 ? share : nil
        }
    }

    /// The bytes of one answer, which are given back with it.
    final class Reservation: Sendable {
        private let bytes: Int
        private let account: User.ID?
        private let answers: UnsentAnswers

        fileprivate init(_ bytes: Int, for account: User.ID?, of answers: UnsentAnswers) {
            (self.bytes, self.account, self.answers) = (bytes, account, answers)
        }

        deinit {
            answers.release(bytes, for: account)
        }
    }
}
