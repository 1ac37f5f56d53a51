/// Writes down what became of entries, of all sources, as many at a time as have come in while the
/// disk was busy.
actor Settler {
    private struct Waiting {
        let source: SourceName
        let settlements: [Settlement]
        let then: CheckedContinuation<Void, any Error>
    }

    private let spool: Spool
    private var waiting: [Waiting] = []
    private var isWriting = false

    init(spool: Spool) {
        self.spool = spool
    }

    /// Returns when it is written, or throws why it cannot be.
    func settle(_ settlements: [Settlement], of source: SourceName) async throws {
        guard !settlements.isEmpty else { return }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(source: source, settlements: settlements, then: continuation))
            guard !isWriting else { return }
            isWriting = true
            Task { await write() }
        }
    }

    private func write() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let result: Result<Void, any Error>
            do {
                try await spool.settle(
                    batch.flatMap { part in part.settlements.map { (part.source, $0) } })
                result = .success(())
            } catch {
                result = .failure(error)
            }
            for part in batch { part.then.resume(with: result) }
        }
        isWriting = false
    }
}
