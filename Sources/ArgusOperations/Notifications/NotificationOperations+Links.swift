import ArgusCore
import ArgusStorage
import ArgusVocabulary
import Synchronization

/// What a link in a message is about.
package struct LinkedIncident: Sendable {
    package let incident: Incident
    /// The source system that tells of it.
    package let source: SourceSystem
    package let requester: Requester
}

extension NotificationOperations {
    /// Where in the site a link leads that acknowledges.
    package static let acknowledgingPath = "/acknowledge/"

    /// Finds what a link in a message leads to, or refuses; that changes nothing, so that programs which
    /// look at all links do no harm.
    package func find(linkedBy text: String, from address: String) async throws -> LinkedIncident {
        let link = try await link(in: text, from: address)
        let now = database.clock()
        return try await database.read { try $0.find(link, now: now) }
    }

    /// Acknowledges what a link in a message leads to, in the name of whom it was sent to, or refuses.
    package func acknowledge(
        linkedBy text: String, from address: String
    ) async throws -> LinkedIncident {
        let link = try await link(in: text, from: address)
        let asker = try await find(linkedBy: text, from: address).requester
        return try await database.write(.act, by: asker, changing: [link.incident]) { transaction in
            let found = try transaction.stores.find(link, now: transaction.now)
            let new = try NewAcknowledgement(
                timestamp: transaction.now, description: "Acknowledged by the link in a message.")
            _ = try transaction.acknowledge(found.incident, with: new, by: found.requester)
            return found
        }
    }

    /// The link of an address that is good for something, or a refusal; one that this server has not
    /// made is counted against who comes with it.
    private func link(in text: String, from address: String) async throws -> MessageLink {
        let place = sha256(Array("message link \(address)".utf8))
        let (now, limit) = (database.clock(), limits.tokensPerAddress)
        let key = try await linkKey.value {
            try await database.glance { try $0.secrets.find(Self.keyName) }
        }
        if let link = key.flatMap({ LinkSigner(key: $0).link(in: text) }) {
            guard link.purpose == .acknowledge else { throw Refusal.because(.messageLink(.wrong)) }
            guard link.expires > now else { throw Refusal.because(.messageLink(.expired)) }
            return link
        }
        if limit > 0 {
            try await database.glance { try $0.failedAttempts.find([place]) }[place]?
                .check(limit: limit, now: now, "Too many links were wrong")
            try await database.write(.keepHouse, by: .server) { transaction in
                try transaction.stores.failedAttempts.count(
                    place, now: transaction.now,
                    until: transaction.now.advanced(by: FailureLimits.window))
            }
        }
        throw Refusal.because(.messageLink(.wrong))
    }

    /// What signs links; nil if messages have none.
    func linkSigner() async throws -> LinkSigner? {
        guard policy.publicURL != nil, policy.linkAge != nil else { return nil }
        let key = try await linkKey.value {
            let fresh = Secret.random(bytes: 32)
            return try await database.write(.keepHouse, by: .server) { transaction in
                let secrets = transaction.stores.secrets
                if let kept = try secrets.find(Self.keyName) { return kept }
                try secrets.insert(fresh.digest, named: Self.keyName)
                return try secrets.find(Self.keyName)
            }
        }
        return key.map(LinkSigner.init)
    }

    private static let keyName = "message link"
}

/// A key that was read, for the next time.
final class KeptKey: Sendable {
    private let kept = Mutex<[UInt8]?>(nil)

    /// The key, which is read the first time.
    func value(_ read: () async throws -> [UInt8]?) async throws -> [UInt8]? {
        if let key = kept.withLock({ $0 }) { return key }
        let key = try await read()
        kept.withLock { $0 = key }
        return key
    }
}

extension Stores {
    /// What a link is about, or why it does nothing by now.
    fileprivate func find(_ link: MessageLink, now: Timestamp) throws -> LinkedIncident {
        guard let account = try accounts.account(link.user), account.user.isActive else {
            throw Refusal.because(.messageLink(.accountInactive))
        }
        let requester = Requester(user: account.user, source: account.source)
        guard let incident = try incidents.find(link.incident),
            let source = try sources.find(incident.source)
        else {
            throw Refusal.because(.messageLink(.incidentRemoved))
        }
        guard requester.mayChange(incidentOf: incident.source) else {
            throw Refusal.because(.messageLink(.notPermitted))
        }
        if incident.isAcked(at: now) { throw Refusal.because(.messageLink(.acknowledged)) }
        if incident.endTime.isClosed(at: now) { throw Refusal.because(.messageLink(.closed)) }
        return LinkedIncident(incident: incident, source: source, requester: requester)
    }
}
