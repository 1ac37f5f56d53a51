import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary

extension TestDatabase {
    /// Has the server look after itself, which has listened since a moment.
    func look(hearing: Timestamp = .distantPast) async throws -> WatchOperations.Look {
        try await operations.watch.look(hearing: hearing, by: .server)
    }

    /// Has *nav* promise a sign of life every so often, and give one.
    @discardableResult
    func promise(_ frequency: Duration?) async throws -> SourceSystem.ID {
        _ = try await operations.sources.change(
            cast.nav.id, SourceSystemChange(heartbeatFrequency: .some(frequency)), by: .console)
        try await operations.sources.heartbeat(by: cast.nav.requester)
        try await operations.incidents.settle(by: .server)
        return cast.nav.id
    }

    /// Gives *zabbix* a token that expires instead of the one that it has.
    func issue(lifetime: Duration) async throws -> Token {
        if let token = cast.zabbix.requester.token {
            try await operations.tokens.revoke(token.id, by: cast.alice.requester)
        }
        return try await operations.tokens.issue(
            to: "zabbix", lifetime: lifetime, by: .console
        ).token
    }

    /// The log of an incident, an entry as `type who: description`.
    func log(_ id: Incident.ID) async throws -> [String] {
        try await operations.log.events(of: id).sorted { $0.id < $1.id }
            .map { "\($0.type.rawValue) \($0.actorName): \($0.description)" }
    }

    /// The incidents of the server's own source.
    func ownIncidents() async throws -> [Incident] {
        try await operations.incidents.listAll(.sourceNames([SourceSystem.builtIn]))
            .map(\.incident)
    }

    /// Closes an incident as a person does.
    func close(_ id: Incident.ID) async throws {
        try await post(.sample(.close), to: id, by: cast.bob.requester)
    }
}

extension WatchOperations.Look {
    /// Whether nothing came of it.
    var isQuiet: Bool { opened.isEmpty && closed.isEmpty && doubtful.isEmpty }
}
