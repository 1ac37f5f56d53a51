import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// How Argus watches itself and its sources: what is wrong with them is an incident of its own source.
package struct WatchOperations: Sendable {
    let database: Database
    let presence: Presence
    let sources: SourceSystemOperations
    let policy: WatchPolicy

    /// Opens an incident of each problem that there is, closes those of problems that are over, and
    /// says which.
    ///
    /// `hearing` says since when this server could be told: nobody's silence counts that was not
    /// listened to. Of several servers that look at the same time, one does after the other.
    @discardableResult
    package func look(hearing: Timestamp, by requester: Requester) async throws -> Look {
        try requester.check(.keepHouse)
        try await sources.ensureBuiltIn()
        return try await database.write(.keepHouse, by: requester, changing: []) { transaction in
            let named = try transaction.stores.sources.list(named: SourceSystem.builtIn)
            guard let own = named.first(where: \.isBuiltIn) else {
                throw Refusal.noSuch(.sourceSystem)
            }
            try transaction.stores.sources.seize(own.id)
            var watch = try Watch(transaction, of: own)
            try watch.lookAfterHeartbeats(hearing: hearing, presence)
            try watch.lookAfterTokens(policy)
            try watch.lookAfterDestinations()
            try watch.lookAfterQueue()
            return watch.look
        }
    }

    /// What became of a look.
    package struct Look: Hashable, Sendable {
        /// The incidents that it opened, or opened again.
        package internal(set) var opened: [Incident.ID] = []
        /// Those that it closed.
        package internal(set) var closed: [Incident.ID] = []
        /// Those that tell of several sources, and were left alone.
        package internal(set) var doubtful: Set<Incident.ID> = []
    }
}
