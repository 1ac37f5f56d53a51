import ArgusCore
import ArgusSQL
import ArgusStorage
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `The table of events` {
    @Test func `gives back what was stored`() async throws {
        try await TestDatabase.with { database in
            let bob = database.cast.bob
            let incident = try await database.insert(.sample())
            let new = NewEvent.sample(
                .close, timestamp: .sample(-5), received: .sample(5), actor: bob.id,
                description: "Æ\u{1}")

            let (id, found, elsewhere) = try await database.write { connection in
                let store = EventStore(connection)
                let id = try store.insert(new, of: incident.id)
                return (id, try store.find(id, of: incident.id), try store.find(id, of: 999))
            }

            let expected = Event(
                id: id, incident: incident.id, actor: bob.id, actorName: "bob",
                timestamp: .sample(-5), received: .sample(5), type: .close, description: "Æ\u{1}")
            #expect(found == expected)
            #expect(elsewhere == nil)
        }
    }

    @Test func `lists an incident's events newest first, and equal ones by key`() async throws {
        try await TestDatabase.with { database in
            let stored = try await database.insert([.sample(), .sample()])
            let moments = [3, 1, 2, 3, 1] as [Double]

            let (ids, listed) = try await database.write { connection in
                let store = EventStore(connection)
                let ids = try moments.map {
                    try store.insert(.sample(timestamp: .sample($0)), of: stored[0].id)
                }
                _ = try store.insert(.sample(), of: stored[1].id)
                return (ids, try store.list(of: stored[0].id).map(\.id))
            }

            #expect(listed == [3, 0, 2, 4, 1].map { ids[$0] })
        }
    }

    @Test func `pages through the log of one incident, there and back`() async throws {
        try await TestDatabase.with { database in
            let stored = try await database.insert([.sample(), .sample()])
            let all = try await database.write { connection in
                let store = EventStore(connection)
                for number in 0..<23 {
                    let event = NewEvent.sample(timestamp: .sample(Double(number / 5)))
                    for incident in stored { _ = try store.insert(event, of: incident.id) }
                }
                return try store.list(of: stored[0].id).map(\.id)
            }

            var (there, back): ([Event.ID], [Event.ID]) = ([], [])
            var page = try await database.page(PageRequest(size: 5), of: stored[0].id)
            there += page.items.map(\.id)
            while let next = page.next {
                page = try await database.page(PageRequest(size: 5, cursor: next), of: stored[0].id)
                there += page.items.map(\.id)
            }
            back = page.items.map(\.id)
            while let previous = page.previous {
                page = try await database.page(
                    PageRequest(size: 5, cursor: previous), of: stored[0].id)
                back = page.items.map(\.id) + back
            }

            #expect(there == all)
            #expect(back == all)
        }
    }

    @Test func `pages through all events without losing or repeating one`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.insert(.sample())
            let all = try await database.write { connection in
                let store = EventStore(connection)
                for number in 0..<23 {
                    let event = NewEvent.sample(timestamp: .sample(Double(number / 5)))
                    _ = try store.insert(event, of: incident.id)
                }
                return try store.list(of: incident.id).map(\.id)
            }

            let (forwards, backwards) = try await database.write { connection in
                try walk(size: 4) { try EventStore(connection).list($0) }
            }

            #expect(forwards.map(\.id) == all)
            #expect(backwards.map(\.id) == all.dropLast(3))
        }
    }
}

@Suite struct `The table of acknowledgements` {
    @Test func `gives back what was stored, newest first`() async throws {
        try await TestDatabase.with { database in
            let incident = try await database.insert(.sample())
            let expirations: [Timestamp?] = [nil, .sample(60)]

            let (listed, changed, unknown) = try await database.write { connection in
                let store = AcknowledgementStore(connection)
                var ids: [Event.ID] = []
                for (seconds, expiration) in zip([1.0, 2], expirations) {
                    let event = NewEvent.sample(.acknowledge, timestamp: .sample(seconds))
                    ids.append(try EventStore(connection).insert(event, of: incident.id))
                    try store.insert(ids[ids.count - 1], of: incident.id, expiration: expiration)
                }
                _ = try EventStore(connection).insert(.sample(), of: incident.id)
                let listed = try store.list(of: incident.id)
                try store.setExpiration(.sample(9), of: ids[0])
                return (
                    listed, try store.find(ids[0], of: incident.id),
                    try store.find(ids[0], of: 999)
                )
            }

            #expect(listed.map(\.expiration) == [.sample(60), nil])
            #expect(changed?.expiration == .sample(9))
            #expect(unknown == nil)
        }
    }
}

/// Walks through a list page by page: to its end, and back from there to its beginning.
///
/// The way back begins before the first row of the last page; its rows are put into the list's
/// order.
func walk<Item>(
    size: Int, _ page: (PageRequest) throws -> Page<Item>
) throws -> (forwards: [Item], backwards: [Item]) {
    var (forwards, backwards): ([Item], [Item]) = ([], [])
    var last = try page(PageRequest(size: size))
    forwards += last.items
    while let next = last.next {
        last = try page(PageRequest(size: size, cursor: next))
        forwards += last.items
    }
    while let previous = last.previous {
        last = try page(PageRequest(size: size, cursor: previous))
        backwards = last.items + backwards
    }
    return (forwards, backwards)
}

extension TestDatabase {
    /// A page of the log of an incident.
    fileprivate func page(
        _ request: PageRequest, of incident: Incident.ID
    ) async throws -> Page<Event> {
        try await driver.read { try EventStore($0).list(request, of: incident) }
    }
}
