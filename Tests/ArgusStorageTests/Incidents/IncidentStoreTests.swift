import ArgusCore
import ArgusOperations
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of incidents` {
    @Test(arguments: [EndTime.open, .stateless, .ended(.sample(60))])
    func `gives back what was stored`(endTime: EndTime) async throws {
        try await TestDatabase.with { database in
            let new = try NewIncident.sample(
                endTime: endTime, sourceIncidentID: "7", detailsURL: "/7/",
                description: "Æ\u{1}🦀\n", level: .high, ticketURL: "https://t.example.org/1",
                metadata: #"{"a":[1]}"#, tags: ["b=2", "a=x=y", "b="])

            let incident = try await database.insert(new)
            let found = try await database.write { try IncidentStore($0).find(incident.id) }

            #expect(found == incident)
            #expect(incident.tags.map(\.tag) == ["b=2", "a=x=y", "b="])
            #expect(incident.endTime == endTime)
        }
    }

    @Test func `has one incident for each identifier of a source`() async throws {
        try await TestDatabase.with { database in
            let zabbix = database.cast.zabbix
            let new = try NewIncident.sample(sourceIncidentID: "7", tags: ["a=1"])

            let own = try await database.insert([new, new])
            let other = try await database.write {
                try IncidentStore($0).insert(
                    new, of: zabbix.id, tagsAddedBy: zabbix.user.id, now: .sample)
            }

            #expect(own.count == 1)
            #expect(other != nil)
        }
    }

    @Test func `has any number of incidents without an identifier`() async throws {
        try await TestDatabase.with { database in
            let stored = try await database.insert([.sample(), .sample(), .sample()])

            #expect(Set(stored.map(\.id)).count == 3)
        }
    }

    @Test func `finds a source's own identifiers, and its open incidents`() async throws {
        try await TestDatabase.with { database in
            let stored = try await database.insert([
                .sample(sourceIncidentID: "a"), .sample(sourceIncidentID: "b"), .sample(),
                .sample(endTime: .ended(.sample(60)), sourceIncidentID: "c"),
                .sample(endTime: .ended(.sample), sourceIncidentID: "d"),
                .sample(endTime: .stateless, sourceIncidentID: "e"),
            ])
            let (nav, zabbix) = (database.cast.nav.id, database.cast.zabbix.id)

            let (named, others, open) = try await database.write { connection in
                let store = IncidentStore(connection)
                return (
                    try store.find(["a", "d", "e", "x", ""], of: nav),
                    try store.find(["a"], of: zabbix), try store.findOpen(of: nav, now: .sample(1))
                )
            }

            #expect(Set(named) == [stored[0], stored[4], stored[5]])
            #expect(others.isEmpty)
            #expect(open == [stored[0], stored[1], stored[3]])
        }
    }

    @Test func `finds several at once, and only those that are there`() async throws {
        try await TestDatabase.with { database in
            let stored = try await database.insert([.sample(), .sample()])
            let found = try await database.write {
                try IncidentStore($0).find(Set(stored.map(\.id)).union([999]))
            }

            #expect(Set(found) == Set(stored))
        }
    }

    @Test func `changes the fields that may change`() async throws {
        try await TestDatabase.with { database in
            let old = try await database.insert(.sample(tags: ["a=1", "b=2"]))
            var changed = old
            (changed.level, changed.metadata) = (.critical, "[]")
            (changed.detailsURL, changed.ticketURL) = ("/x/", "https://t.example.org/")
            (changed.description, changed.ackedUntil) = ("Other", .sample(9))
            changed.endTime = .ended(.sample(5))
            changed.tags = [
                old.tags[1],
                Incident.TagRelation(tag: "c=3", addedBy: 1, addedTime: .sample(5)),
            ]

            let found = try await database.write { [changed] connection in
                let store = IncidentStore(connection)
                try store.update(changed, from: old)
                try store.setEndTime(changed.endTime, of: old.id, now: .sample(9))
                try store.setAckedUntil(changed.ackedUntil, of: old.id)
                return try store.find(old.id)
            }

            #expect(found == changed)
        }
    }

    @Test func `is searched by tags in step with the column`() async throws {
        try await TestDatabase.with { database in
            let old = try await database.insert(.sample(tags: ["a=1", "b=2"]))
            var changed = old
            changed.tags.removeFirst()

            let counts = try await database.write { [changed] connection in
                try IncidentStore(connection).update(changed, from: old)
                return try (["a=1", "b=2"] as [Tag]).map {
                    try IncidentSearch(connection, .tag($0), now: .sample).count()
                }
            }

            #expect(counts == [0, 1])
        }
    }

    @Test func `is searched by tags of open incidents in step with their ends`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.insert(.sample(tags: ["a=1"]))
            let filter = IncidentFilter.all([.open(true), .tag("a=1")])
            let ends: [EndTime] = [
                .open, .ended(.sample), .open, .stateless, .ended(.sample(60)), .ended(.sample),
            ]

            let counts = try await database.write { connection in
                try ends.map { end in
                    try IncidentStore(connection).setEndTime(end, of: incident.id, now: .sample)
                    return try IncidentSearch(connection, filter, now: .sample).count()
                }
            }

            #expect(counts == [1, 0, 1, 0, 1, 0])
        }
    }

    @Test func `removes an incident with all that belongs to it`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob
            let incident = try await database.insert(.sample(tags: ["a=1"]))
            _ = try await database.operations.log.acknowledge(
                incident.id, with: .sample(), by: bob.requester)

            let left = try await database.write { connection in
                try IncidentStore(connection).delete(incident.id)
                let tables = try Set(connection.tables()).intersection([
                    "incident", "incident_tag", "open_incident_tag", "event", "acknowledgement",
                ])
                return try tables.filter {
                    try connection.exists(SQL(unsafe: "SELECT 1 FROM \($0)"))
                }
            }

            #expect(left.isEmpty)
        }
    }

    @Test func `settles the ends that have come, and no others`() async throws {
        try await TestDatabase.with { database in
            _ = try await database.insert([
                .sample(endTime: .ended(.sample(10))), .sample(endTime: .ended(.sample(11))),
                .sample(), .sample(endTime: .stateless), .sample(endTime: .ended(.sample)),
            ])

            let (before, ended, settled, after) = try await database.write { connection in
                let store = IncidentStore(connection)
                return (
                    try store.hasEnded(now: .sample(9)), try store.hasEnded(now: .sample(10)),
                    try store.settleEnded(now: .sample(10)), try store.hasEnded(now: .sample(10))
                )
            }

            #expect(!before && ended && !after)
            #expect(settled == 1)
        }
    }

    @Test func `takes a text into the search once`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.insert(.sample(description: "Box is Down"))
            let text = try await database.write { connection in
                let store = IncidentStore(connection)
                for text in ["", "is down", "RAISED by Åse", "raised"] {
                    try store.addSearchText(text, to: incident.id)
                }
                return try connection.first("SELECT search_text FROM incident") { $0.text() }
            }

            #expect(text == "box is down\nraised by åse")
        }
    }
}
