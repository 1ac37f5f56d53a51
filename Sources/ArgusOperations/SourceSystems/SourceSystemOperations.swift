import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with source systems and their types.
package struct SourceSystemOperations: Sendable {
    let database: Database
    let presence: Presence
    let security: SecurityLog

    /// Adds a source system with its account.
    ///
    /// An account's name that is taken gets a random end.
    package func create(
        _ new: NewSourceSystem, once: Once<SourceSystem>? = nil, by requester: Requester
    ) async throws -> Outcome<SourceSystem> {
        let outcome = try await database.write(.administerSources, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                try transaction.insert(new, makingType: false)
            }
        }
        if case .performed(let source) = outcome { tellOfNew(source, by: requester) }
        return outcome
    }

    private func tellOfNew(_ source: SourceSystem, by requester: Requester) {
        security.tell(
            "The source system \(source.name) was added, with an account of its own",
            by: requester)
    }

    /// Adds a source system, its type if that is missing, and a token for its account.
    package func createWithToken(
        _ new: NewSourceSystem, by requester: Requester
    ) async throws -> (source: SourceSystem, issued: TokenOperations.Issued) {
        let made = try await database.write(.administerSources, by: requester) { transaction in
            let source = try transaction.insert(new, makingType: true)
            let token = try NewToken().allowed(to: requester)
            return (source, try transaction.issue(.program, token, for: source.user))
        }
        tellOfNew(made.0, by: requester)
        security.tell(
            "A token \(made.1.token.prefix)… was made for \(made.0.name)", by: requester)
        return made
    }

    /// Adds the source system in whose name the server itself posts, if it is not there.
    ///
    /// Its account has no password and no token.
    func ensureBuiltIn() async throws {
        let name = SourceSystem.builtIn
        let isThere = try await database.read {
            try $0.sources.list(named: name).contains(where: \.isBuiltIn)
        }
        guard !isThere else { return }
        try await database.write(.keepHouse, by: .server) { transaction in
            let sources = try transaction.stores.sources.list(named: name)
            guard !sources.contains(where: \.isBuiltIn) else { return }
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

    /// Lists source systems by name, each with what there is of it.
    package func overview(by requester: Requester) async throws -> [SourceOverview] {
        try requester.check(.administerSources)
        let now = database.clock()
        return try await database.read { [presence] stores in
            let tokens = try stores.tokens.countsOfSources(now: now)
            let incidents = try stores.incidents.counts(openAt: now)
            return try stores.sources.list().map { source in
                let (valid, issued) = tokens[source.id] ?? (valid: 0, all: 0)
                let (open, all) = incidents[source.id] ?? (open: 0, all: 0)
                return SourceOverview(
                    source: source.seen(presence), validTokens: valid, tokens: issued,
                    openIncidents: open, incidents: all)
            }
        }
    }

    /// Changes a source system, or refuses; the change is read once the source system is found.
    package func change(
        _ id: SourceSystem.ID,
        _ change: @escaping @autoclosure @Sendable () throws -> SourceSystemChange,
        by requester: Requester
    ) async throws -> SourceSystem {
        try await database.write(.administerSources, by: requester) { transaction in
            let old = try transaction.stores.sources.existing(id)
            let source = try old.changed(change())
            if !source.type.isIdentical(to: old.type) { try transaction.checkType(source.type) }
            if source != old { try transaction.stores.sources.update(source) }
            return source
        }.seen(presence)
    }

    /// Gives a source system's account a new token; with `revokingOthers` the old ones stop working.
    package func rotateToken(
        of id: SourceSystem.ID, revokingOthers: Bool, by requester: Requester
    ) async throws -> TokenOperations.Issued {
        let (name, issued) = try await database.write(.administerSources, by: requester) {
            transaction in
            let source = try transaction.stores.sources.existing(id)
            let owner = try transaction.stores.accounts.existing(source.user).user
            guard requester.isAtLeast(owner.role) else { throw Refusal.noPermission }
            if revokingOthers { try transaction.stores.tokens.delete(.program, of: source.user) }
            let token = try NewToken().allowed(to: requester)
            return (source.name, try transaction.issue(.program, token, for: source.user))
        }
        security.tell(
            "A token \(issued.token.prefix)… was made for \(name)"
                + (revokingOthers ? ", in place of all before" : ""), by: requester)
        return issued
    }

    /// Says as whom something is done in the name of a source system: as its own account.
    package func actor(for id: SourceSystem.ID, by requester: Requester) async throws -> Requester {
        try requester.check(.administerSources)
        return try await database.read { stores in
            let source = try stores.sources.existing(id)
            return Requester(user: try stores.accounts.existing(source.user).user, source: id)
        }
    }

    /// Removes a source system and its account; refused while it has incidents.
    package func delete(_ id: SourceSystem.ID, by requester: Requester) async throws {
        let name = try await database.write(.administerSources, by: requester) { transaction in
            let source = try transaction.stores.sources.existing(id)
            guard !source.isBuiltIn else {
                throw Refusal.invalid("The server's own source system cannot be deleted.")
            }
            let owner = try transaction.stores.accounts.existing(source.user).user
            guard requester.isAtLeast(owner.role) else { throw Refusal.noPermission }
            try transaction.stores.sources.delete(id)
            try transaction.stores.accounts.delete(source.user)
            return source.name
        }
        security.tell("The source system \(name) was deleted, with its account", by: requester)
    }

    /// Writes down at once that a source system is alive, and how its queue stands by that time, if it
    /// says so; nobody else may say so.
    package func heartbeat(
        _ queue: @escaping @Sendable (Timestamp) -> SourceQueue? = { _ in nil },
        by requester: Requester
    ) async throws {
        try await database.write(.act, by: requester) { transaction in
            guard let source = requester.source else { throw Refusal.noPermission }
            try transaction.stores.sources.setLastSeen(transaction.now, of: source)
            try transaction.stores.sources.setQueue(queue(transaction.now), of: source)
        }
    }

    /// A source system asked for something, so it is alive; written down by the next housekeeping.
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
        try await database.write(.act, by: requester) { transaction in
            if let problem = SourceSystemType.problem(of: name) {
                throw Refusal.invalid("name", problem)
            }
            return try transaction.perform(once, by: requester) {
                try transaction.stores.sources.insertType(name)
                return name
            }
        }
    }

    /// Removes a type; refused while it has source systems.
    package func deleteType(_ name: String, by requester: Requester) async throws {
        try await database.write(.administerSources, by: requester) { transaction in
            guard try transaction.stores.sources.deleteType(name) else {
                throw Refusal.noSuch(.sourceSystemType)
            }
        }
    }
}

/// A source system with what there is of it, for those who administer it.
package struct SourceOverview: Sendable {
    package let source: SourceSystem
    /// How many of its tokens are still good.
    package let validTokens: Int
    package let tokens: Int
    package let openIncidents: Int
    /// How many incidents it has in all; no more than ``IncidentCounts/limit`` are counted.
    package let incidents: Int
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
        try checkType(new.type)
        let user = try insertAccount(named: new.username ?? new.name)
        let id = try sources.insert(new, user: user)
        return SourceSystem(
            id: id, name: new.name, type: new.type, user: user, baseURL: new.baseURL,
            heartbeatFrequency: new.heartbeatFrequency, alertExpiry: new.alertExpiry)
    }

    fileprivate func checkType(_ type: String) throws {
        guard try stores.sources.hasType(type) else {
            throw Refusal.invalid("type", .noChoice)
        }
    }

    private func insertAccount(named name: String) throws -> User.ID {
        var username = name
        if try stores.accounts.find(username: name) != nil {
            let end = Secret.random(bytes: 3).value.uppercased()
            username = "\(String(name.unicodeScalars.prefix(143)))_\(end)"
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
