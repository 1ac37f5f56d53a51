import ArgusCore
import ArgusVocabulary
import FoundationEssentials

/// How long it takes to decide who is told of an event, and how much memory the rules take that decide
/// it: `argus-bench plan PROFILES`.
///
/// Each profile has three filters of its own: one tag of one of 200 hosts, a level and a source, and
/// types of events.
struct PlanningBench {
    /// What was measured.
    private struct Result: Codable {
        let profiles: Int
        let medianMicroseconds: Double
        let slowestMicroseconds: Double
        let bytes: Int
        let told: Int
    }

    private static let hosts = 200
    private static let events = 2000

    let profiles: Int

    /// Measures, and prints what was measured as JSON.
    func run() throws {
        let rules = NotificationRules(parts(), NotificationPolicy())
        // What is only needed to make them finds its place where that of the first was.
        let before = try residentBytes()
        let others = (1...10).map { _ in NotificationRules(parts(), NotificationPolicy()) }
        let bytes = (try residentBytes() - before) / others.count
        let now = Timestamp(microseconds: 1_795_000_000_000_000)
        var (spans, told): ([Duration], Int) = ([], 0)
        for number in 1...Self.events {
            let event = event(Int64(number), now)
            let began = ContinuousClock.now
            let plan = rules.plan(event, now: now)
            spans.append(ContinuousClock.now - began)
            told += plan.deliveries.count
        }
        precondition(others.allSatisfy { $0.count == profiles })
        spans.sort()
        func microseconds(_ span: Duration) -> Double { span / .microseconds(1) }
        let result = Result(
            profiles: profiles, medianMicroseconds: microseconds(spans[spans.count / 2]),
            slowestMicroseconds: microseconds(spans[spans.count * 99 / 100]), bytes: bytes,
            told: told)
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }

    /// How much memory the process holds.
    private func residentBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return 1024 * (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
    }

    private func parts() -> NotificationRules.Parts {
        var parts = NotificationRules.Parts()
        parts.timeslots = [
            Timeslot(id: 1, user: 1, name: "All the time", recurrences: [.always])
        ]
        for number in 1...Int64(profiles) {
            var (place, importance, types) = (FilterBlob(), FilterBlob(), FilterBlob())
            place.tags = ["host=edge-sw\(number % Int64(Self.hosts))", "site=kollen"]
            (importance.maxLevel, importance.sources) = (number % 5 + 1, [1, number % 7 + 1])
            types.eventTypes = [.start, .end]
            for (offset, blob) in [place, importance, types].enumerated() {
                parts.filters.append(
                    StoredFilter(
                        id: .init(number * 3 + Int64(offset)), user: .init(number),
                        name: "\(offset)", blob: blob))
            }
            parts.destinations.append(
                Destination(
                    id: .init(number), user: .init(number), medium: .email,
                    settings: ["email_address": "\(number)@example.org"]))
            parts.profiles.append(
                NotificationProfile(
                    id: .init(number), user: .init(number), name: nil, timeslot: 1,
                    filters: (0...2).map { .init(number * 3 + $0) },
                    destinations: [.init(number)], isActive: true))
        }
        return parts
    }

    private func event(_ number: Int64, _ now: Timestamp) -> NotifiableEvent {
        let tags = [
            Tag(key: "host", value: "edge-sw\(number % Int64(Self.hosts))"),
            Tag(key: "site", value: "kollen"), Tag(key: "room", value: "3"),
        ]
        let description = "edge-sw\(number) does not answer"
        let details = IncidentDetails(
            description: description, level: Level(number: Int(number % 5) + 1)
        ).complete
        let incident = Incident(
            id: .init(number), startTime: now, endTime: .open, source: 1,
            sourceIncidentID: "\(number)", details: details,
            tags: tags.map { Incident.TagRelation(tag: $0, addedBy: 1, addedTime: now) })
        return NotifiableEvent(
            Event(
                id: .init(number), incident: incident.id, actor: 1, actorName: "bench",
                timestamp: now, received: now, type: .start, description: ""),
            of: incident, source: SourceSystem(id: 1, name: "bench", type: "bench", user: 1),
            searchText: SearchText(description))
    }
}
