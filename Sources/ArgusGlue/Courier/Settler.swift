/// Writes down what became of entries, as many at a time as have come in while the disk was busy.
actor Settler {
    private let spool: Spool
    private var waiting: [(Settlement, CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false

    init(spool: Spool) {
        self.spool = spool
    }

    /// Returns when it is written, or throws why it cannot be.
    func settle(_ settlement: Settlement) async throws {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((settlement, continuation))
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
                try await spool.settle(batch.map(\.0))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            for (_, continuation) in batch { continuation.resume(with: result) }
        }
        isWriting = false
    }
}
