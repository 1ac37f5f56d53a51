import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// Who appears in tests, each made through operations.
package struct Cast: Sendable {
    /// A superuser.
    package let alice: Member
    /// A user without any rights beyond those of everybody.
    package let bob: Member
    /// A member of the staff.
    package let charlie: Member
    /// A source system of type `nav`, whose base URL is `https://nav.example.org/`.
    package let nav: Source
    /// A source system of type `zabbix`, without a base URL.
    package let zabbix: Source

    /// A person with a token.
    package struct Member: Sendable {
        package let requester: Requester
        package let user: User
        package let secret: Secret

        package var id: User.ID { user.id }
    }

    /// A source system with a token of its account.
    package struct Source: Sendable {
        package let requester: Requester
        package let user: User
        package let secret: Secret
        package let system: SourceSystem

        package var id: SourceSystem.ID { system.id }
    }

    /// Gives everybody an account and a token.
    package init(in operations: Operations) async throws {
        alice = try await .make("alice", role: .superuser, in: operations)
        bob = try await .make("bob", in: operations)
        charlie = try await .make("charlie", role: .staff, in: operations)
        nav = try await .make("nav", baseURL: "https://nav.example.org/", in: operations)
        zabbix = try await .make("zabbix", in: operations)
    }
}

extension Cast.Member {
    /// Opens an account of a role, with a token; without a password nobody can log in to it.
    package static func make(
        _ username: String, password: String? = nil, role: Role = .operator,
        in operations: Operations
    ) async throws -> Self {
        let new = try NewUser(username: username, role: role)
        _ = try await operations.accounts.create(new, password: password, by: .console)
        let secret = try await operations.tokens.issue(to: username, by: .console).secret
        let requester = try await operations.tokens.requester(with: secret)
        return Self(requester: requester, user: try requester.user, secret: secret)
    }
}

extension Cast.Source {
    /// Adds a source system, of the type that has its name unless another is given.
    package static func make(
        _ name: String, type: String? = nil, baseURL: String = "", in operations: Operations
    ) async throws -> Self {
        let new = try NewSourceSystem(name: name, type: type ?? name, baseURL: baseURL)
        let (source, issued) = try await operations.sources.createWithToken(new, by: .console)
        let requester = try await operations.tokens.requester(with: issued.secret)
        return Self(
            requester: requester, user: try requester.user, secret: issued.secret, system: source)
    }
}
