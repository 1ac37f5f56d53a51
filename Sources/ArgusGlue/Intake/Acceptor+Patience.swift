extension Acceptor {
    /// Takes an arrival, and returns when it is on disk; nil if it could not be written in time, and
    /// is not taken.
    package func accept(
        _ arrival: Arrival, within patience: Duration
    ) async throws -> Acceptance? {
        try await withThrowingTaskGroup(of: Acceptance?.self) { group in
            group.addTask { try await self.accept(arrival) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            if let acceptance = try await group.next() ?? nil {
                group.cancelAll()
                return acceptance
            }
            group.cancelAll()
            // It may have been written while it was given up.
            do {
                return try await group.next() ?? nil
            } catch is CancellationError {
                return nil
            }
        }
    }
}
