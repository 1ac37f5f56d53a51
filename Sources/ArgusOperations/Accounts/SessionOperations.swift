import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with sessions: who is logged in with a browser.
package struct SessionOperations: Sendable {
    let database: Database

    /// For how long logging in is good.
    package static let lifetime: Duration = .seconds(14 * 86_400)

    /// Begins a session of the asker's, who has just given a password; the secret goes to the browser,
    /// only its digest is kept.
    package func begin(by requester: Requester) async throws -> Secret {
        let secret = Secret.random(bytes: 32)
        try await database.write(.changeOwn, by: requester) { transaction in
            try transaction.stores.sessions.insert(
                digest: secret.digest, of: requester.user.id, created: transaction.now,
                expires: transaction.now.advanced(by: Self.lifetime))
        }
        return secret
    }

    /// Says who asks in a session; nil if it is over, or its account inactive.
    package func requester(with secret: Secret) async throws -> Requester? {
        let now = database.clock()
        let found = try await database.glance {
            try $0.sessions.find(digest: secret.digest, now: now)
        }
        guard let (user, source) = found, user.isActive else { return nil }
        return Requester(user: user, source: source)
    }

    /// What a page must send back with each change in a session, so that other sites cannot make a
    /// browser send one; known to whoever has the session.
    package static func csrfToken(for session: Secret) -> String {
        hexadecimal(sha256(Array("csrf \(session.value)".utf8)))
    }

    /// A token for a form that is filled in before there is a session.
    package static func anonymousToken() -> String {
        Secret.random(bytes: 32).value
    }

    /// Ends a session of the asker's.
    package func end(_ secret: Secret, by requester: Requester) async throws {
        try await database.write(.changeOwn, by: requester) {
            try $0.stores.sessions.delete(digest: secret.digest, of: requester.user.id)
        }
    }
}
