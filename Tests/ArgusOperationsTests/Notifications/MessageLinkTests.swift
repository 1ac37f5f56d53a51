import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A link in a message` {
    /// Somebody who is told by mail of everything, on a server that others can reach.
    private func watching(
        age: Duration? = .seconds(3600), isolation: isolated (any Actor)? = #isolation,
        _ body: (Watcher) async throws -> Void
    ) async throws {
        let policy = NotificationPolicy(publicURL: "https://a.example.org", linkAge: age)
        try await TestDatabase.with(notifying: policy) { database in
            let dora = try await Watcher(database)
            try await dora.profile()
            try await body(dora)
        }
    }

    @Test func `acknowledges in the name of whom it was sent to, and no second time`() async throws
    {
        try await watching { dora in
            let incident = try await dora.database.create(.sample())
            let key = try await dora.key()
            let notifications = dora.operations.notifications

            let found = try await notifications.find(linkedBy: key, from: "here")
            #expect(found.incident.id == incident.id)
            #expect(found.requester.account == dora.requester.account)
            #expect(try await dora.operations.log.acknowledgements(of: incident.id) == [])

            _ = try await notifications.acknowledge(linkedBy: key, from: "here")
            let made = try await dora.operations.log.acknowledgements(of: incident.id)
            #expect(made.map(\.event.actorName) == ["dora"])
            #expect(made.map(\.event.type) == [.acknowledge] && made.map(\.expiration) == [nil])
            #expect(try await dora.refusal(of: key) == .acknowledged)
            #expect(try await dora.operations.log.acknowledgements(of: incident.id).count == 1)
        }
    }

    @Test func `is good on every server of the database`() async throws {
        try await watching { dora in
            let incident = try await dora.database.create(.sample())
            let key = try await dora.key()
            try await dora.database.reopened { other in
                _ = try await other.notifications.acknowledge(linkedBy: key, from: "there")
            }
            #expect(
                try await dora.operations.incidents.find(incident.id).incident.ackedUntil != nil)
        }
    }

    @Test func `is none of ours if anything about it is different`() async throws {
        try await watching { dora in
            _ = try await dora.database.create(.sample())
            _ = try await dora.database.create(.sample())
            let key = try await dora.key()
            var parts = key.split(separator: ".").map(String.init)
            #expect(parts.count == 5)
            let signature = parts.removeLast()
            var wrong = ["", ".", "x", String(key.dropLast()), "\(key)0", " \(key)", "\(key)\u{0}"]
            wrong += [signature, ".\(signature)", String(repeating: "7", count: 1_000_000)]
            wrong.append(key.uppercased())
            for index in parts.indices {
                for other in ["\(parts[index])0", "-1", "", "close", "99999999999999999999"] {
                    var changed = parts
                    changed[index] = other
                    wrong.append((changed + [signature]).joined(separator: "."))
                }
            }

            for text in wrong {
                #expect(try await dora.refusal(of: text) == .wrong, "\(text.prefix(80))")
            }
            #expect(try await dora.refusal(of: key) == nil)
        }
    }

    @Test func `ends when its time is over`() async throws {
        try await watching { dora in
            _ = try await dora.database.create(.sample())
            let key = try await dora.key()

            dora.database.clock.advance(by: .seconds(3599))
            #expect(try await dora.refusal(of: key) == nil)
            dora.database.clock.advance(by: .seconds(1))
            #expect(try await dora.refusal(of: key) == .expired)
        }
    }

    @Test func `is the same in a message that is tried again, for half of its time`() async throws {
        try await watching { dora in
            _ = try await dora.database.create(.sample())
            var links: [String?] = []
            for _ in 0..<3 {
                links += try await dora.links()
                dora.database.clock.advance(by: .seconds(900))
            }
            #expect(links.count == 3 && links[0] == links[1] && links[1] != links[2])
        }
    }

    @Test func `does nothing for an account that may not, or is not active`() async throws {
        try await watching { dora in
            _ = try await dora.database.create(.sample())
            let key = try await dora.key()
            let user = try dora.requester.user.id
            let accounts = dora.operations.accounts

            _ = try await accounts.change(user, UserChange(role: .viewer), by: .console)
            #expect(try await dora.refusal(of: key) == .notPermitted)
            _ = try await accounts.change(
                user, UserChange(isActive: false, role: .operator), by: .console)
            #expect(try await dora.refusal(of: key) == .accountInactive)
        }
    }

    @Test func `does nothing once the incident is over or removed`() async throws {
        try await watching { dora in
            let incident = try await dora.database.create(.sample())
            let key = try await dora.key()
            let nav = dora.database.cast.nav.requester

            try await dora.database.post(.sample(.end), to: incident.id, by: nav)
            #expect(try await dora.refusal(of: key) == .closed)
            try await dora.operations.incidents.delete(incident.id, by: nav)
            #expect(try await dora.refusal(of: key) == .incidentRemoved)
        }
    }

    @Test func `is in no message where there is nothing to acknowledge`() async throws {
        try await watching { dora in
            let incident = try await dora.database.create(.sample())
            _ = try await dora.operations.log.acknowledge(
                incident.id, with: try .sample(), by: dora.database.cast.bob.requester)
            #expect(try await dora.links() == [nil])
        }
        try await watching(age: nil) { dora in
            _ = try await dora.database.create(.sample())
            #expect(try await dora.links() == [nil])
        }
    }

    @Test func `that is wrong is taken no more after many from one address`() async throws {
        try await watching { dora in
            _ = try await dora.database.create(.sample())
            let key = try await dora.key()
            let limit = FailureLimits().tokensPerAddress
            for _ in 0..<limit { _ = try await dora.refusal(of: "x", from: "there") }

            await #expect {
                _ = try await dora.operations.notifications.find(linkedBy: "x", from: "there")
            } throws: {
                if case .tooManyAttempts = $0 as? Refusal { true } else { false }
            }
            #expect(try await dora.refusal(of: key, from: "there") == nil)
            #expect(try await dora.refusal(of: "x", from: "elsewhere") == .wrong)
        }
    }
}

extension Watcher {
    /// The links in the messages that are due.
    fileprivate func links() async throws -> [String?] {
        try await plan()
        return try await operations.notifications.claim([.email: 9], by: .server)
            .map(\.notice.acknowledgeURL)
    }

    /// What the link of the first message that is due shows.
    fileprivate func key() async throws -> String {
        let link = try await links().first.flatMap { $0 } ?? ""
        let beginning = "https://a.example.org/acknowledge/?key="
        #expect(link.hasPrefix(beginning))
        return String(link.dropFirst(beginning.count))
    }

    /// Why a link does nothing; nil if it does something.
    fileprivate func refusal(
        of key: String, from address: String = "here"
    ) async throws -> MessageLinkProblem? {
        do {
            _ = try await operations.notifications.find(linkedBy: key, from: address)
            return nil
        } catch Refusal.because(.messageLink(let problem)) {
            return problem
        }
    }
}
