import ArgusCore
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// Who was heard of: remembered in memory and written down by housekeeping, so that reading costs no
/// writing, and nodes that hear of the same source do not write its row at the same time.
package final class Presence: Sendable {
    private struct State {
        var sources: [SourceSystem.ID: Timestamp] = [:]
        /// The source systems whose last sign of life is not yet written down.
        var unwrittenSources: Set<SourceSystem.ID> = []
        var tokens: [Token.ID: Timestamp] = [:]
        /// When the use of each token was last written down.
        var writtenTokens: [Token.ID: Timestamp] = [:]
    }

    private let state = Mutex(State())

    /// Remembers nobody.
    package init() {}

    /// A token was used; what is told is exact to a minute.
    func used(_ token: Token.ID, at moment: Timestamp) {
        state.withLock { state in
            let written = state.writtenTokens[token] ?? .distantPast
            if moment.since(written) >= .seconds(60) { state.tokens[token] = moment }
        }
    }

    /// A source system gave a sign of life.
    func seen(_ source: SourceSystem.ID, at moment: Timestamp) {
        state.withLock { state in
            state.sources[source] = max(moment, state.sources[source] ?? .distantPast)
            state.unwrittenSources.insert(source)
        }
    }

    /// When this process last heard of a source system.
    ///
    /// What is written down is remembered all the same: whoever has read the row before it was
    /// written, and asks here afterwards, would miss it otherwise.
    package func lastSeen(_ source: SourceSystem.ID) -> Timestamp? {
        state.withLock { $0.sources[source] }
    }

    /// Whether there is anything to write down.
    var isEmpty: Bool {
        state.withLock { $0.unwrittenSources.isEmpty && $0.tokens.isEmpty }
    }

    /// Takes what is not yet written down, for somebody who does it.
    func take() -> Heard {
        state.withLock { state in
            defer { (state.unwrittenSources, state.tokens) = ([], [:]) }
            state.writtenTokens.merge(state.tokens) { $1 }
            let sources = state.sources.filter { state.unwrittenSources.contains($0.key) }
            return Heard(sources: sources, tokens: state.tokens)
        }
    }

    /// Remembers again what could not be written down, beside what was heard meanwhile.
    func putBack(_ heard: Heard) {
        state.withLock { state in
            state.unwrittenSources.formUnion(heard.sources.keys)
            state.tokens.merge(heard.tokens) { max($0, $1) }
        }
    }
}

/// Who was heard of, and when last.
struct Heard: Sendable {
    let sources: [SourceSystem.ID: Timestamp]
    let tokens: [Token.ID: Timestamp]

    /// Writes it down.
    func write(in transaction: Transaction) throws {
        for (source, moment) in sources {
            try transaction.stores.sources.setLastSeen(moment, of: source)
        }
        for (token, moment) in tokens {
            try transaction.stores.tokens.setLastUsed(moment, of: token)
        }
    }
}
