import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Explaining why somebody was told` {
    @Test func `says what one finds by asking one question after the other`() async throws {
        try await TestDatabase.with { database in
            var story = try await Story(database)
            for _ in 0..<170 { try await story.goOn() }
            try await story.people[0].watcher.plan()
            var (pairs, counts): (Int, [String: Int]) = (0, [:])
            for incident in story.incidents.keys.sorted() {
                for person in story.people {
                    let explanation = try await database.operations.notifications.explain(
                        incident, to: person.name, by: .console)
                    var opened: Set<Destination.ID> = []
                    for explained in explanation.events {
                        let happening = try #require(story.happenings[explained.event.id])
                        let expected = person.profiles.map {
                            story.verdict(happening, $0, of: person, opened: opened)
                        }
                        // Every profile is decided on, by its one reason.
                        #expect(explained.profiles.map { $0.verdict?.word } == expected)
                        let told = zip(person.profiles, expected).filter { $1 == "told" }.map(\.0)
                        let places = Set(
                            told.flatMap { profile in
                                profile.destinations.filter {
                                    !profile.rules.followsUp || !happening.isFollowUp
                                        || opened.contains($0)
                                }
                            })
                        #expect(Set(explained.deliveries.compactMap(\.destination)) == places)
                        if happening.kind == .opened { opened.formUnion(places) }
                        for word in expected { counts[word, default: 0] += 1 }
                        pairs += 1
                    }
                }
            }

            #expect(pairs >= 1000)
            #expect(
                Set(counts.keys) == [
                    "told", "maintenance", "profile_inactive", "account_inactive", "filter",
                    "paused", "no_filter", "no_destination", "timeslot", "event_type", "kind",
                    "noted", "opening_not_told",
                ])
        }
    }

    @Test func `tells of profiles that are gone by now, until that is forgotten`() async throws {
        try await TestDatabase.with { database in
            let dora = try await Watcher(database)
            let slot = try await dora.operations.timeslots.create(
                NewTimeslot(name: "brief", recurrences: [.always]), by: dora.requester
            ).performed()
            let told = try await dora.profile("told")
            try await dora.profile("silent", timeslot: slot.id) { $0.maxLevel = 1 }
            let incident = try await database.create(.sample())
            #expect(try await dora.verdicts(incident) == [["told", "filter"]])
            try await dora.operations.notificationProfiles.delete(told.id, by: dora.requester)
            try await dora.operations.timeslots.delete(slot.id, by: dora.requester)
            let later = try await database.create(.sample())

            #expect(try await dora.verdicts(later) == [[]])
            let profiles = try await dora.operations.notifications.explain(
                incident.id, by: dora.requester
            ).events[0].profiles
            #expect(profiles.map(\.name) == ["told", "silent"])
            #expect(
                profiles.map(\.sentence) == [
                    "It is told. The profile was deleted since.",
                    "Filter \"f-silent\" does not hold: \"level<=1\" is not so. "
                        + "The profile was deleted since.",
                ])
            database.clock.advance(by: .seconds(91 * 86_400))
            try await dora.operations.notifications.forget(by: .server)
            #expect(try await dora.verdicts(incident) == [[]])
        }
    }
}

/// What happens to incidents, and who wants to know of it; the same in every run.
private struct Story {
    let database: TestDatabase
    private(set) var people: [Person] = []
    /// The incidents as they are by now, as the story knows them.
    private(set) var incidents: [Incident.ID: State] = [:]
    /// What happened, each with the incident as it was then.
    private(set) var happenings: [Event.ID: Happening] = [:]
    private var maintenance: (span: ClosedRange<Timestamp>, level: Int)
    private var generator = SeededGenerator(seed: 1_414)

    /// Somebody with profiles.
    struct Person {
        let name: String
        let watcher: Watcher
        var isActive = true
        var profiles: [NotificationProfile] = []
        var blobs: [StoredFilter.ID: FilterBlob] = [:]
        var slots: [Timeslot.ID: [TimeRecurrence]] = [:]
    }

    /// What an incident is like.
    struct State {
        var level: Int
        let host: String
        var end: EndTime
        var ackedUntil: Timestamp?
    }

    /// Something that happened.
    struct Happening {
        let type: EventType
        let moment: Timestamp
        let kind: NotificationKind
        let isNoted: Bool
        let state: State

        var isFollowUp: Bool { [.closed, .reopened, .acknowledged].contains(kind) }
    }

    init(_ database: TestDatabase) async throws {
        self.database = database
        let start = database.clock.now
        maintenance = (start + .seconds(200_000)...start + .seconds(260_000), 3)
        for number in 0..<8 { people.append(try await person(number)) }
        var filter = NewFilter(name: "maintained")
        filter.blob.maxLevel = Int64(maintenance.level)
        let staff = database.cast.charlie.requester
        let stored = try await database.operations.filters.create(filter, by: staff).performed()
        _ = try await database.operations.plannedMaintenance.create(
            startTime: maintenance.span.lowerBound, endTime: maintenance.span.upperBound,
            description: "", filters: [stored.id], by: staff)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 1...100, using: &generator) <= percent
    }

    private mutating func person(_ number: Int) async throws -> Person {
        let operations = database.operations
        let watcher = try await Watcher(database, "person\(number)")
        var person = Person(name: "person\(number)", watcher: watcher)
        let phone = try NewDestination(
            medium: .sms, label: "phone", settings: ["phone_number": "+4792233\(440 + number)"])
        _ = try await operations.destinations.create(phone, by: watcher.requester)
        let destinations = try await operations.destinations.list(of: watcher.requester)
        let office = [
            try TimeRecurrence(
                days: [1, 2, 3, 4], start: TimeOfDay(microseconds: 8 * 3_600_000_000),
                end: TimeOfDay(microseconds: 20 * 3_600_000_000))
        ]
        let slot = try await operations.timeslots.create(
            NewTimeslot(name: "office", recurrences: office), by: watcher.requester
        ).performed()
        person.slots = [watcher.always: [.always], slot.id: office]
        for index in 0..<5 {
            var new = NotificationProfileChange()
            new.name = "profile\(index)"
            new.timeslot = chance(30) ? slot.id : watcher.always
            new.isActive = chance(92)
            new.destinations = .these(
                destinations.filter { _ in chance(65) }.map(\.id))
            new.filters = []
            for place in 0..<generator.pick([0, 1, 1, 1, 1, 1, 2, 2]) {
                let blob = blob()
                var filter = NewFilter(name: "filter\(index)-\(place)")
                filter.blob = blob
                let stored = try await operations.filters.create(filter, by: watcher.requester)
                    .performed()
                person.blobs[stored.id] = blob
                new.filters?.append(stored.id)
            }
            new.rules = rules()
            let profile = try await operations.notificationProfiles.create(
                new, by: watcher.requester
            ).performed().profile
            person.profiles.append(profile)
        }
        if number == 7 {
            var change = UserChange()
            change.isActive = false
            _ = try await operations.accounts.change(
                watcher.requester.user.id, change, by: .console)
            person.isActive = false
        }
        return person
    }

    private mutating func blob() -> FilterBlob {
        var blob = FilterBlob()
        blob.maxLevel = chance(50) ? Int64.random(in: 2...5, using: &generator) : nil
        if chance(30) { blob.tags = ["host=h1", "host=h2"] }
        if chance(20) { blob.open = chance(70) }
        if chance(20) { blob.acked = chance(40) }
        if chance(10) { blob.stateful = chance(50) }
        if chance(20) { blob.eventTypes = [.start, .end, .other] }
        if blob.isEmpty { blob.maxLevel = 5 }
        return blob
    }

    private mutating func rules() -> ProfileRules {
        var rules = ProfileRules()
        if chance(20) { rules.kinds = [.opened, .raised, .closed] }
        rules.followsUp = chance(25)
        if chance(15) {
            rules.pausedUntil = database.clock.now + .seconds(chance(50) ? 1 : 9_000_000)
        }
        return rules
    }

    /// Lets the next thing happen.
    mutating func goOn() async throws {
        let (log, nav) = (database.operations.log, database.cast.nav.requester)
        database.clock.advance(by: .seconds(Int.random(in: 1...5000, using: &generator)))
        let now = database.clock.now
        guard !chance(25), let id = incidents.keys.sorted().randomElement(using: &generator),
            let known = incidents[id]
        else {
            let level = Int.random(in: 1...5, using: &generator)
            let host = generator.pick(["h1", "h2", "h3"])
            let end: EndTime = chance(15) ? .stateless : .open
            let incident = try await database.create(
                .sample(
                    startTime: now, endTime: end, level: Level(number: level),
                    tags: [Tag(key: "host", value: host)]))
            incidents[incident.id] = State(level: level, host: host, end: end)
            return try await note(incident.id)
        }
        var state = known
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
            state.level = Int.random(in: 1...5, using: &generator)
            try await people[0].watcher.setLevel(Level(number: state.level), of: id)
        case 1:
            let expiration: Timestamp? = chance(50) ? nil : now + .seconds(10_000)
            _ = try await log.acknowledge(
                id, with: try .sample(timestamp: now, expiration: expiration),
                by: database.cast.bob.requester)
            state.ackedUntil = max(state.ackedUntil ?? now, expiration ?? .infinity)
        case 2: try await database.post(.sample(.other), to: id, by: nav)
        default:
            if state.end == .stateless { return }
            let isOpen = state.end == .open
            state.end = isOpen ? .ended(now) : .open
            try await database.post(.sample(isOpen ? .end : .restart), to: id, by: nav)
        }
        let former = known.level
        incidents[id] = state
        try await note(id, former: former)
    }

    /// Remembers what the log of an incident says that it did not say before.
    private mutating func note(_ id: Incident.ID, former: Int = 0) async throws {
        guard let state = incidents[id] else { return }
        for event in try await database.operations.log.events(of: id)
        where happenings[event.id] == nil {
            let kind: NotificationKind =
                switch event.type {
                case .start, .stateless: .opened
                case .end: .closed
                case .restart: .reopened
                case .acknowledge: .acknowledged
                case .change: former > state.level ? .raised : .changed
                default: .comment
                }
            happenings[event.id] = Happening(
                type: event.type, moment: event.timestamp, kind: kind,
                isNoted: event.type == .change, state: state)
        }
    }

    /// What is to be decided, `opened` being where it was told that the incident began.
    func verdict(
        _ happening: Happening, _ profile: NotificationProfile, of person: Person,
        opened: Set<Destination.ID>
    ) -> String {
        let rules = profile.rules
        // An end follows an opening that was told, also during maintenance.
        let passes = rules.followsUp && happening.kind == .closed
        if !passes, maintenance.span.contains(happening.moment),
            happening.state.level <= maintenance.level
        {
            return "maintenance"
        }
        if !profile.isActive { return "profile_inactive" }
        if !person.isActive { return "account_inactive" }
        let blobs = profile.filters.compactMap { person.blobs[$0] }
        let follows = rules.followsUp && happening.isFollowUp
        if !follows, !blobs.allSatisfy({ holds($0, happening) }) { return "filter" }
        if let until = rules.pausedUntil, until > database.clock.now { return "paused" }
        if blobs.isEmpty { return "no_filter" }
        if profile.destinations.isEmpty { return "no_destination" }
        if follows {
            if let kinds = rules.kinds, !kinds.contains(happening.kind) { return "kind" }
            return opened.isDisjoint(with: profile.destinations) ? "opening_not_told" : "told"
        }
        let slot = Timeslot(
            id: 1, user: 1, name: "", recurrences: person.slots[profile.timeslot] ?? [])
        if !slot.covers(happening.moment, in: .utc) { return "timeslot" }
        let takes = blobs.contains { $0.eventTypes?.contains(happening.type) ?? true }
        if !takes { return "event_type" }
        if let kinds = rules.kinds { return kinds.contains(happening.kind) ? "told" : "kind" }
        return happening.isNoted ? "noted" : "told"
    }

    private func holds(_ blob: FilterBlob, _ happening: Happening) -> Bool {
        let (state, now) = (happening.state, happening.moment)
        let isOver = if case .ended(let end) = state.end { end <= now } else { false }
        let isAcked = state.ackedUntil.map { $0 > now } ?? false
        if let most = blob.maxLevel, state.level > most { return false }
        if let tags = blob.tags, !tags.contains("host=\(state.host)") { return false }
        if let open = blob.open, open ? state.end != .open : !isOver { return false }
        if let acked = blob.acked, isAcked != acked { return false }
        if let stateful = blob.stateful, (state.end != .stateless) != stateful { return false }
        return true
    }
}
