import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Rules of notifications` {
    /// Decides in the obvious way: one profile, one filter, one question after the other.
    private struct Evaluator {
        let parts: NotificationRules.Parts
        let holidays: [User.ID: Set<Int>]
        let now: Timestamp

        func verdict(_ event: NotifiableEvent, _ profile: NotificationProfile) -> String {
            let moment = event.event.timestamp
            // An end follows an opening that was told, also during maintenance.
            let passes = profile.rules.followsUp && event.kind == .closed
            for task in parts.maintenance where covers(task, moment) && !passes {
                let filters = parts.filters.filter { task.filters.contains($0.id) }
                if !filters.isEmpty, filters.allSatisfy({ incidentPart($0, event, now: moment) }) {
                    return "maintenance"
                }
            }
            if !profile.isActive { return "profile_inactive" }
            if parts.inactiveAccounts.contains(profile.user) { return "account_inactive" }
            let filters = parts.filters.filter {
                profile.filters.contains($0.id) && ($0.isPublic || $0.user == profile.user)
            }
            for filter in filters
            where !incidentPart(filter, event, now: event.event.received) { return "filter" }
            if profile.rules.pausedUntil.map({ $0 > now }) ?? false { return "paused" }
            if filters.isEmpty { return "no_filter" }
            if profile.destinations.isEmpty, profile.rules.escalation.isEmpty {
                if profile.rules.teams.isEmpty { return "no_destination" }
                if profile.rules.teams.flatMap(reached).isEmpty { return "nobody_on_call" }
            }
            if let reason = reason(outside: profile, moment) {
                let isGathered = profile.rules.digest == .timeslotStart
                if !isGathered || !beginsAgain(profile, after: moment) { return reason }
            }
            if !filters.contains(where: { takes($0, event.event.type) }) { return "event_type" }
            if let kinds = profile.rules.kinds {
                return kinds.contains(event.kind) ? "told" : "kind"
            }
            return event.noted == nil ? "told" : "noted"
        }

        /// Looks at each day, if it comes again every day.
        private func covers(_ task: PlannedMaintenance, _ moment: Timestamp) -> Bool {
            (0..<(task.recurrence == nil ? 1 : 20)).contains { day in
                let later = Duration.seconds(day * 86_400)
                return task.startTime + later <= moment && moment <= task.endTime + later
            }
        }

        /// Looks at each row on that day and the day before; nil if one covers the moment.
        private func reason(outside profile: NotificationProfile, _ moment: Timestamp) -> String? {
            let zone = parts.zones[profile.user] ?? .utc
            let wall = zone.civilTime(at: moment)
            let rows = parts.timeslots.first { $0.id == profile.timeslot }?.recurrences ?? []
            var isHoliday = false
            for row in rows {
                for number in [wall.dayNumber, wall.dayNumber - 1] {
                    let day = CivilTime(dayNumber: number)
                    let start = day.microsecondsSinceEpoch + row.start.microseconds
                    var end = day.microsecondsSinceEpoch + row.end.microseconds
                    if row.end <= row.start { end += 86_400_000_000 }
                    guard row.days.contains(day.weekday),
                        (start...end).contains(wall.microsecondsSinceEpoch)
                    else { continue }
                    let isFree = holidays[profile.user]?.contains(number) ?? false
                    switch row.holidays {
                    case .any: return nil
                    case .except where !isFree, .only where isFree: return nil
                    case .except: isHoliday = true
                    case .only: continue
                    }
                }
            }
            return isHoliday ? "holiday" : "timeslot"
        }

        /// Whether any minute of the next two weeks lies in its timeslot.
        private func beginsAgain(
            _ profile: NotificationProfile, after moment: Timestamp
        ) -> Bool {
            (1...14 * 1440).contains { minute in
                reason(outside: profile, moment + .seconds(minute * 60)) == nil
            }
        }

        /// Where whoever is on call is reached, found by walking through all days since 1970.
        func reached(_ id: Team.ID) -> [Destination.ID] {
            guard let team = parts.teams.first(where: { $0.id == id }) else { return [] }
            var turns: Int64 = -1
            var day = Timestamp(microseconds: team.rota.time.microseconds)
            while day <= now {
                if Zone.utc.civilTime(at: day).weekday == team.rota.weekday { turns += 1 }
                day = day + .seconds(86_400)
            }
            var line = team.overrides.filter { $0.start <= now && now < $0.end }
                .sorted { $0.id > $1.id }.map(\.user)
            for turn in 0..<Int64(team.members.count) {
                let count = Int64(team.members.count)
                let place = ((turns - team.firstWeek + turn) % count + count) % count
                line.append(team.members[Int(place)])
            }
            let user = line.first { !parts.inactiveAccounts.contains($0) }
            return parts.destinations.filter { $0.user == user }.map(\.id)
        }

        private func takes(_ filter: StoredFilter, _ type: EventType) -> Bool {
            let types = filter.blob.eventTypes ?? []
            return types.isEmpty || types.contains(type)
        }

        private func incidentPart(
            _ filter: StoredFilter, _ event: NotifiableEvent, now: Timestamp
        ) -> Bool {
            if filter.blob.isEmpty { return false }
            var blob = filter.blob
            blob.eventTypes = nil
            return blob.isEmpty || blob.filter.matches(event.facts, now: now)
        }
    }

    /// What could stand in a database, the same in every run.
    private struct Maker {
        var generator = SeededGenerator(seed: 14)
        private(set) var holidays: [User.ID: Set<Int>] = [:]

        mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
            .random(in: range, using: &generator)
        }

        mutating func chance(_ percent: Int64) -> Bool { number(1...100) <= percent }

        mutating func some(_ range: ClosedRange<Int64>, atMost count: Int64) -> [Int64] {
            (0..<number(0...count)).map { _ in number(range) }.withoutRepetitions().sorted()
        }

        mutating func parts() throws -> NotificationRules.Parts {
            var parts = NotificationRules.Parts()
            for id in 1...40 as ClosedRange<Int64> {
                var blob = FilterBlob()
                if chance(40) { blob.maxLevel = number(1...5) }
                if chance(40) { blob.tags = some(0...9, atMost: 3).map { "host=h\($0 % 4)" } }
                if chance(20) { blob.open = chance(50) }
                if chance(20) { blob.acked = chance(50) }
                if chance(20) { blob.stateful = chance(50) }
                if chance(20) { blob.sources = some(1...3, atMost: 2) }
                if chance(20) { blob.sourceTypes = ["nav"] }
                if chance(20) { blob.hideClosedAcked = true }
                if chance(20) { blob.written = "host^=h not level<2" }
                if chance(30) {
                    blob.eventTypes = some(0...8, atMost: 4).map { EventType.allCases[Int($0)] }
                }
                parts.filters.append(
                    StoredFilter(
                        id: .init(id), user: .init(number(1...9)), name: "\(id)", blob: blob,
                        isPublic: chance(80)))
            }
            for id in 1...5 as ClosedRange<Int64> {
                let recurrences =
                    id == 1
                    ? [.always]
                    : [
                        TimeRecurrence(
                            days: some(1...7, atMost: 5).map { Int($0) },
                            from: TimeOfDay(microseconds: number(0...86_000) * 1_000_000),
                            until: TimeOfDay(microseconds: number(0...86_000) * 1_000_000)),
                        TimeRecurrence(
                            days: Array(1...7),
                            from: TimeOfDay(microseconds: number(0...86_000) * 1_000_000),
                            until: TimeOfDay(microseconds: number(0...86_000) * 1_000_000),
                            holidays: chance(70) ? .except : .only),
                    ]
                parts.timeslots.append(
                    Timeslot(id: .init(id), user: 1, name: "\(id)", recurrences: recurrences))
            }
            for id in 1...6 as ClosedRange<Int64> {
                parts.destinations.append(
                    Destination(
                        id: .init(id), user: .init(id % 3), medium: .email,
                        settings: ["email_address": "\(id)@example.org"]))
            }
            for id in 1...100 as ClosedRange<Int64> {
                var rules = ProfileRules()
                if chance(20) { rules.kinds = [.opened, .raised, .acknowledged] }
                if chance(10) { rules.pausedUntil = .sample(Double(number(-10...10))) }
                if chance(30) { rules.teams = some(1...3, atMost: 2).map { .init($0) } }
                if chance(10) {
                    rules.escalation = [
                        EscalationLevel(after: .seconds(60), destinations: [1])
                    ]
                }
                if chance(20) { rules.digest = .timeslotStart }
                parts.profiles.append(
                    NotificationProfile(
                        id: .init(id), user: .init(number(1...9)), name: nil,
                        timeslot: .init(number(1...2) == 1 ? 1 : number(1...5)),
                        filters: some(1...40, atMost: 3).map { .init($0) },
                        destinations: some(1...6, atMost: 3).map { .init($0) },
                        isActive: chance(95), rules: rules))
            }
            parts.inactiveAccounts = [4]
            parts.zones = [1: try .fixed("Europe/Oslo"), 2: try .fixed("Australia/Lord_Howe")]
            let today = Zone.utc.civilTime(at: .sample).dayNumber
            for id in 1...5 as ClosedRange<Int64> {
                let days = some(0...4, atMost: 3).map { today - Int($0) }
                holidays[.init(id)] = Set(days)
                parts.holidays[.init(id)] = HolidayCalendar(
                    days.map { Holiday("h", on: CivilTime(dayNumber: $0)) })
            }
            for id in 1...3 as ClosedRange<Int64> {
                parts.teams.append(
                    Team(
                        id: .init(id), name: "\(id)",
                        rota: Rota(
                            weekday: Int(number(1...7)),
                            time: TimeOfDay(microseconds: number(0...86_399) * 1_000_000),
                            zone: .utc),
                        members: some(0...5, atMost: 4).map { .init($0) },
                        firstWeek: number(2800...2900),
                        overrides: [
                            TeamOverride(
                                id: .init(id), user: .init(number(0...5)),
                                start: .sample(Double(number(-99...50))),
                                end: .sample(Double(number(51...99))))
                        ]))
            }
            for id in 1...3 as ClosedRange<Int64> {
                parts.maintenance.append(
                    PlannedMaintenance(
                        id: .init(id), createdBy: 1, creatorName: "a", created: .sample,
                        startTime: .sample(Double(number(-500...0)) - (id == 2 ? 4 * 86_400 : 0)),
                        endTime: .sample(
                            Double(number(1...500)) - (id == 2 ? 4 * 86_400 - 20_000 : 0)),
                        description: "",
                        filters: some(1...40, atMost: 3).map { .init($0) },
                        recurrence: id == 2
                            ? MaintenanceRecurrence(try RecurrenceRule("FREQ=DAILY"), in: .utc)
                            : nil))
            }
            return parts
        }

        mutating func event(_ id: Int64) -> NotifiableEvent {
            let moment = Timestamp.sample(
                Double(chance(30) ? number(-300...300) : number(-86_400 * 4...600)))
            let end: EndTime =
                chance(20) ? .stateless : chance(40) ? .ended(.sample(-5)) : .open
            let level = Level(number: Int(number(1...5)))
            let incident = Incident.sample(
                id: .init(id), endTime: end, source: .init(number(1...3)), level: level,
                tags: [Tag(key: "host", value: "h\(number(0...5))"), "site=x"],
                ackedUntil: chance(30) ? .infinity : nil)
            let type = EventType.allCases[Int(number(0...8))]
            let noted =
                type == .change && chance(60)
                ? NotedChange(field: "level", formerLevel: Level(number: Int(number(1...5)))) : nil
            return NotifiableEvent(
                Event(
                    id: .init(id), incident: incident.id, actor: 1, actorName: "nav",
                    timestamp: moment, received: .sample, type: type, description: ""),
                noted: noted, of: incident,
                source: .sample(id: incident.source, type: chance(50) ? "nav" : "zabbix"),
                searchText: SearchText(incident.description))
        }
    }

    @Test func `decide as one would by asking one question after the other`() throws {
        var maker = Maker()
        var counts: [String: Int] = [:]
        for _ in 0..<10 {
            let parts = try maker.parts()
            let rules = NotificationRules(parts, NotificationPolicy())
            let evaluator = Evaluator(parts: parts, holidays: maker.holidays, now: .sample)
            for number in 1...20 as ClosedRange<Int64> {
                let event = maker.event(number)
                let plan = rules.plan(event, now: .sample)
                var decided: [NotificationProfile.ID: String] = [:]
                for (verdict, ids) in plan.verdicts {
                    for id in ids {
                        #expect(decided[id] == nil)
                        decided[id] = verdict.word
                    }
                }
                for profile in parts.profiles {
                    let expected = evaluator.verdict(event, profile)
                    #expect(decided[profile.id] == expected, "\(event) \(profile)")
                    counts[expected, default: 0] += 1
                }
                let told = Set(plan.verdicts[.told] ?? [])
                let telling = parts.profiles.filter { told.contains($0.id) }
                let called = telling.flatMap(\.rules.teams).withoutRepetitions()
                    .flatMap(evaluator.reached)
                let destinations = telling.flatMap(\.destinations) + called
                #expect(
                    Set(plan.escalations.keys)
                        == Set(
                            telling.filter {
                                !$0.rules.escalation.isEmpty
                                    && [.opened, .reopened].contains(event.kind)
                            }.map(\.id)))
                #expect(Set(plan.deliveries.map(\.destination.id)) == Set(destinations))
                #expect(plan.deliveries.count == Set(destinations).count)
            }
        }
        // Each answer is among those that were compared.
        #expect(counts.values.reduce(0, +) == 20_000)
        #expect(
            Set(counts.keys) == [
                "told", "maintenance", "profile_inactive", "account_inactive", "filter", "paused",
                "no_filter", "no_destination", "nobody_on_call", "timeslot", "holiday",
                "event_type", "kind",
                "noted",
            ])
    }

    @Test func `fall back on what holds for all filters, where one says nothing`() {
        var fallback = FilterBlob()
        (fallback.acked, fallback.maxLevel, fallback.eventTypes) = (true, 2, [.start])
        fallback.hideClosedAcked = true
        var own = FilterBlob()
        (own.acked, own.open, own.tags) = (false, true, ["a=1"])
        let blob = own.falling(backOn: fallback)

        #expect(blob.acked == true && blob.open == true && blob.maxLevel == 2)
        #expect(blob.eventTypes == [.start] && blob.tags == ["a=1"])
        #expect(!blob.hideClosedAcked)
    }

    @Test(arguments: [(1, 10), (2, 20), (3, 40), (7, 640), (8, 900), (100, 900)])
    func `try again later each time`(attempts: Int, seconds: Int) {
        #expect(DeliveryRetries().pause(after: attempts) == .seconds(seconds))
    }
}
