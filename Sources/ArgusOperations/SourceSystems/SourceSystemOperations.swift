import ArgusCore
import ArgusStorage
import ArgusTime

/// What can be done with source systems and their types.
package struct SourceSystemOperations: Sendable {
    let database: Database
    let presence: Presence

    /// Adds a source system with its account.
    ///
    /// An account's name that is taken gets a random end.
    package func create(
        _ new: NewSourceSystem, makingType: Bool = false, once: Once<SourceSystem>? = nil,
        by requester: Requester? = nil
    ) async throws -> Outcome<SourceSystem> {
        try await database.write { transaction in
            try transaction.perform(once, by: requester?.user.id ?? User.ID(0)) {
                try transaction.insert(new, makingType: makingType)
            }
        }
    }

    /// Adds a source system, its type if that is missing, and a token for its account.
    package func createWithToken(
        _ new: NewSourceSystem
    ) async throws -> (source: SourceSystem, issued: TokenOperations.Issued) {
        try await database.write { transaction in
            let source = try transaction.insert(new, makingType: true)
            return (
                source, try transaction.issue(.program, .full, for: source.user, lifetime: nil)
            )
        }
    }

    /// Adds the source system `argus` of type `argus`, in whose name the server itself posts, if it
    /// is not there.
    ///
    /// Its account has no password and no token.
    func ensureBuiltIn() async throws {
        let name = "argus"
        let isThere = try await database.read {
            try $0.sources.list(named: name).contains { $0.type == name }
        }
        guard !isThere else { return }
        try await database.write { transaction in
            let sources = try transaction.stores.sources.list(named: name)
            guard !sources.contains(where: { $0.type == name }) else { return }
            _ = try transaction.insert(
                NewSourceSystem(name: name, type: name), makingType: true)
        }
    }

    /// Finds a source system, or refuses.
    package func find(_ id: SourceSystem.ID) async throws -> SourceSystem {
        try await database.read { try $0.sources.existing(id) }.seen(presence)
    }

    /// Finds the one source system of a name, or refuses.
    package func find(named name: String) async throws -> SourceSystem {
        let sources = try await database.read { try $0.sources.list(named: name) }
        guard let source = sources.first else {
            throw Refusal.notFound("There is no source system named \(name).")
        }
        guard sources.count == 1 else {
            let types = sources.map(\.type).joined(separator: ", ")
            throw Refusal.invalid("Several source systems are named \(name), of types \(types).")
        }
        return source
    }

    /// Lists source systems by name.
    package func list() async throws -> [SourceSystem] {
        try await database.read { try $0.sources.list() }.map { $0.seen(presence) }
    }

    /// Gives a source system another name.
    package func rename(_ id: SourceSystem.ID, to name: String) async throws -> SourceSystem {
        try await database.write { transaction in
            var source = try transaction.stores.sources.existing(id)
            source.name = name
            try transaction.stores.sources.rename(id, to: name)
            return source
        }
    }

    /// Gives a source system's account a new token; with `revokingOthers` the old ones stop working.
    package func rotateToken(
        of id: SourceSystem.ID, revokingOthers: Bool
    ) async throws -> TokenOperations.Issued {
        try await database.write { transaction in
            let source = try transaction.stores.sources.existing(id)
            if revokingOthers { try transaction.stores.tokens.delete(.program, of: source.user) }
            return try transaction.issue(.program, .full, for: source.user, lifetime: nil)
        }
    }

    /// Removes a source system and its account; refused while it has incidents.
    package func delete(_ id: SourceSystem.ID) async throws {
        try await database.write { transaction in
            let source = try transaction.stores.sources.existing(id)
            try transaction.stores.sources.delete(id)
            try transaction.stores.accounts.delete(source.user)
        }
    }

    /// Writes down at once that a source system is alive; nobody else may say so.
    package func heartbeat(by requester: Requester) async throws {
        guard let source = requester.source else { throw Refusal.noPermission }
        try await database.write { transaction in
            try transaction.stores.sources.setLastSeen(transaction.now, of: source)
        }
    }

    /// A source system asked for something, so it is alive; written down with the next commit.
    package func seen(_ requester: Requester) {
        guard let source = requester.source else { return }
        presence.seen(source, at: database.clock())
    }

    /// Lists the names of all types.
    package func types() async throws -> [String] {
        try await database.read { try $0.sources.types() }
    }

    /// Adds a type.
    package func createType(
        _ name: String, once: Once<String>? = nil, by requester: Requester
    ) async throws -> Outcome<String> {
        if let problem = SourceSystemType.problem(of: name) {
            throw Refusal.invalid("name", problem)
        }
        return try await database.write { transaction in
            try transaction.perform(once, by: requester.user.id) {
                try transaction.stores.sources.insertType(name)
                return name
            }
        }
    }
}

extension Transaction {
    fileprivate func insert(_ new: NewSourceSystem, makingType: Bool) throws -> SourceSystem {
        let sources = stores.sources
        if makingType {
            if let problem = SourceSystemType.problem(of: new.type) {
                throw Refusal.invalid("type", problem)
            }
            try sources.ensureType(new.type)
        }
        guard try sources.hasType(new.type) else {
            throw Refusal.invalid(
                "type",
                "Select a valid choice. That choice is not one of the available choices.")
        }
        let user = try insertAccount(named: new.username ?? new.name)
        let id = try sources.insert(new, user: user)
        return SourceSystem(
            id: id, name: new.name, type: new.type, user: user, baseURL: new.baseURL,
            heartbeatFrequency: new.heartbeatFrequency)
    }

    private func insertAccount(named name: String) throws -> User.ID {
        var username = name
        if try stores.accounts.find(username: name) != nil {
            let end = Secret.random(bytes: 3).value.uppercased()
            username = "\(name.prefix(143))_\(end)"
        }
        return try openAccount(NewUser(username: username), password: "").id
    }
}

extension SourceSystem {
    /// The source system with a sign of life that is not yet written down.
    func seen(_ presence: Presence) -> SourceSystem {
        guard let moment = presence.lastSeen(id), moment > lastSeen ?? .distantPast else {
            return self
        }
        var source = self
        source.lastSeen = moment
        return source
    }
}
