import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Watching tokens` {
    @Test func `tells of a source's last token before it expires, and after`() async throws {
        try await TestDatabase.with { database in
            let first = try await database.issue(lifetime: .seconds(10 * 86_400))
            #expect(try await database.look().isQuiet)
            database.clock.advance(by: .seconds(3 * 86_400))
            #expect(try await database.look().isQuiet)
            database.clock.advance(by: .seconds(1))
            let opened = try await database.look().opened
            let incident = try await database.incident(try #require(opened.first))
            let day = try #require(first.expires).text(in: .utc).prefix(10)

            #expect(
                incident.details.description
                    == "Token for source system zabbix (zabbix) will expire on \(day)")
            #expect(incident.details.level == .high && incident.endTime == .open)
            #expect(incident.sourceIncidentID == "\(incident.id)")
            #expect(
                Set(incident.tags.map(\.tag.text)) == [
                    "location=argus", "problem_type=token_expiry", "object=\(incident.id)",
                    "source_system_id=\(database.cast.zabbix.id)",
                ])
            try await database.operations.notifications.plan(by: .server)
            database.clock.advance(by: .seconds(8 * 86_400))
            #expect(try await database.look().isQuiet)
        }
    }

    @Test(arguments: [true, false])
    func `is content once there is a better one, or none`(isRenewed: Bool) async throws {
        try await TestDatabase.with { database in
            let token = try await database.issue(lifetime: .seconds(86_400))
            let opened = try await database.look().opened
            if isRenewed {
                _ = try await database.operations.tokens.issue(
                    to: "zabbix", lifetime: .seconds(30 * 86_400), by: .console)
            } else {
                try await database.operations.tokens.revoke(
                    token.id, by: database.cast.alice.requester)
            }
            #expect(opened.count == 1)
            #expect(try await database.look().closed == opened)
            #expect(try await database.log(opened[0]).last == "END argus: ")
            #expect(try await database.look().isQuiet)
        }
    }

    @Test func `is about no token that never ends, nor about people's`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.operations.tokens.issue(
                to: "nav", lifetime: .seconds(60), by: .console)
            _ = try await database.operations.tokens.issue(
                to: "bob", lifetime: .seconds(60), by: .console)

            #expect(try await database.look().isQuiet)
        }
    }
}
