import ArgusCore
import ArgusVocabulary

/// Filters of all kinds, the same in every run, about what ``IncidentFacts`` in tests are made of.
package struct RandomFilters {
    private var generator: SeededGenerator
    private let now: Timestamp
    private let sources: [SourceSystem]

    /// Begins a sequence; times lie around `now`.
    package init(seed: UInt64, now: Timestamp, sources: [SourceSystem]) {
        generator = SeededGenerator(seed: seed)
        (self.now, self.sources) = (now, sources)
    }

    /// The next filter, with so many levels inside each other at most.
    package mutating func next(depth: Int = 3) -> IncidentFilter {
        switch depth == 0 ? 0 : Int.random(in: 0..<8, using: &generator) {
        case 0, 1: leaf()
        case 2...4: .all(parts(depth))
        case 5, 6: .any(parts(depth))
        default: .not(next(depth: depth - 1))
        }
    }

    private mutating func parts(_ depth: Int) -> [IncidentFilter] {
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in next(depth: depth - 1) }
    }

    private mutating func leaf() -> IncidentFilter {
        let truth = Bool.random(using: &generator)
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return .open(truth)
        case 1: return .stateful(truth)
        case 2: return .acked(truth)
        case 3: return .hasTicket(truth)
        case 4: return .levelAtMost(.random(in: 0...6, using: &generator))
        case 5: return .ids(some((0...40).map { $0 }))
        case 6: return .sources(some(sources.map(\.id.rawValue) + [999]))
        case 7: return .sourceNames(some(sources.map(\.name) + ["no one", "a,b"]))
        case 8: return .sourceTypes(some(sources.map(\.type) + ["none"]))
        case 9: return .sourceIncidentID(generator.pick(["", "1", "17", "a \"b\""]))
        case 10: return .startTime(bound())
        case 11: return .endTime(bound())
        case 12:
            return .lastedAtLeast(.seconds(generator.pick([-60, 0, 59, 600, 601, 4200, 90_061])))
        case 13: return .eventTypes(some(EventType.allCases))
        case 14:
            let texts: [SearchText] = [
                "down", "ÅSE", "%", "_ f", "\\", "", "raised by", "open", "\"", "is\nbox",
                "A\u{30a}se", "a", "\r", "\r\n", "\u{30a}",
            ]
            return .mentions(generator.pick(texts))
        case 15, 16: return .tag(generator.pick(Self.tags))
        case 17: return .tagged(key(), .anything)
        case 18: return .tagged(key(), .prefix(generator.pick(Self.prefixes)))
        default: return (try? Pattern(pattern())).map { .tagged(key(), .pattern($0)) } ?? .nothing
        }
    }

    private static let tags: [Tag] = [
        "a=1", "a=2", "b=1", "c=x y", "open=1", "a=", "c=\u{c5}", "c=A\u{30a}", "c=K", "c=\u{212a}",
        "c=x\u{301}", "c=x\r\ny",
    ]

    private static let prefixes = [
        "", "1", "x", "x ", "\u{d7ff}", "A", "\u{c5}", "A\u{30a}", "x\r", "x\u{301}", "K",
    ]

    private mutating func some<Value>(_ values: [Value]) -> [Value] {
        (0..<Int.random(in: 0...2, using: &generator)).map { _ in generator.pick(values) }
    }

    private mutating func key() -> String {
        generator.pick(["a", "b", "c", "rare", "level", "none"])
    }

    private mutating func bound() -> IncidentFilter.Bound {
        let seconds = generator.pick([-7200, -1800, -1, 0, 1, 600, 86_461])
        let moments: [IncidentFilter.Moment] = [
            .at(now.advanced(by: .seconds(seconds))), .fromNow(.seconds(seconds)), .at(.infinity),
        ]
        let moment = generator.pick(moments)
        return Bool.random(using: &generator) ? .from(moment) : .until(moment)
    }

    /// The next regular expression, with so many groups inside each other at most.
    package mutating func pattern(depth: Int = 2) -> String {
        let count = Int.random(in: 1...3, using: &generator)
        let pieces = (0..<count).map { _ in
            let isGroup = depth > 0 && Int.random(in: 0..<4, using: &generator) == 0
            let atoms = ["1", "x", "y", " ", ".", "[1-3x]", "[^xy]", "\\d", "\\w", "\\S"]
            let atom = isGroup ? "(\(pattern(depth: depth - 1)))" : generator.pick(atoms)
            return atom + generator.pick(["", "", "", "*", "+", "?", "{2}", "{1,2}"])
        }
        let ends = (generator.pick(["", "", "^"]), generator.pick(["", "", "$", "|y"]))
        return ends.0 + pieces.joined() + ends.1
    }
}
