import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with sessions: who is logged in with a browser.
package struct SessionOperations: Sendable {
    let database: Database
    /// After how long without use a session ends.
    let idleLimit: Duration

    /// For how long logging in is good at most.
    package static let lifetime: Duration = .seconds(14 * 86_400)

    /// A session as its owner sees it.
    package struct Session: Hashable, Sendable {
        /// By which it is told from others; of no use to log in with.
        package let id: String
        package let created: Timestamp
        /// When it ends unless it is used before.
        package let expires: Timestamp
    }

    /// Begins a session of the asker's, who has just given a password; the secret goes to the browser,
    /// only its digest is kept.
    package func begin(by requester: Requester) async throws -> Secret {
        let secret = Secret.random(bytes: 32)
        try await database.write(.changeOwn, by: requester) { [idleLimit] transaction in
            try transaction.stores.sessions.insert(
                digest: secret.digest, of: requester.user.id, created: transaction.now,
                expires: transaction.now + min(idleLimit, Self.lifetime))
        }
        return secret
    }

    /// Says who asks in a session; nil if it is over, or its account inactive.
    package func requester(with secret: Secret) async throws -> Requester? {
        let now = database.clock()
        let found = try await database.glance {
            try $0.sessions.find(digest: secret.digest, now: now)
        }
        guard let found, found.user.isActive else { return nil }
        try await prolong(secret, found, now: now)
        return Requester(user: found.user, source: found.source)
    }

    /// Lets a session go on that is used, but not beyond its lifetime; written down once in a
    /// twentieth of the time that it may stay unused, so that looking costs no writing.
    private func prolong(
        _ secret: Secret, _ found: SessionStore.Found, now: Timestamp
    ) async throws {
        let digest = secret.digest
        let expires = min(now + idleLimit, found.created + Self.lifetime)
        guard expires - found.expires > idleLimit / 20 else { return }
        try await database.write(.keepHouse, by: .server) {
            try $0.stores.sessions.setExpires(expires, digest: digest)
        }
    }

    /// Lists where the asker is logged in, the newest first.
    package func list(by requester: Requester) async throws -> [Session] {
        let now = database.clock()
        return try await database.read { stores in
            try stores.sessions.list(of: requester.user.id, now: now).map { found in
                Session(
                    id: hexadecimal(found.digest), created: found.created,
                    expires: found.expires)
            }
        }
    }

    /// By which a session is told from others.
    package static func id(of secret: Secret) -> String { hexadecimal(secret.digest) }

    /// Ends a session of the asker's by its identifier, or refuses.
    package func end(id: String, by requester: Requester) async throws {
        try await database.write(.changeOwn, by: requester) { transaction in
            let (sessions, user) = (transaction.stores.sessions, try requester.user.id)
            let found = try sessions.list(of: user, now: transaction.now)
                .first { hexadecimal($0.digest) == id }
            guard let found else { throw Refusal.notFound("There is no such session of yours.") }
            try sessions.delete(digest: found.digest, of: user)
        }
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

    /// Whether a text looks like a token of ours, of either kind.
    package static func isToken(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Ends a session of the asker's.
    package func end(_ secret: Secret, by requester: Requester) async throws {
        try await database.write(.changeOwn, by: requester) {
            try $0.stores.sessions.delete(digest: secret.digest, of: requester.user.id)
        }
    }
}
