import ArgusClient
import ArgusVocabulary

/// What becomes of an input on its way through programs that are broken, or in the hands of somebody
/// who means harm.
enum Hostile {
    /// Each variant once: cut off, doubled, with bytes that are no text, with other types and texts in
    /// the place of each member.
    static func variants(of sample: [UInt8]) -> [[UInt8]] {
        bytes(of: sample) + values(of: sample)
    }

    private static func bytes(of sample: [UInt8]) -> [[UInt8]] {
        let step = max(1, sample.count / 12)
        let cuts = stride(from: 0, to: sample.count, by: step).map { Array(sample.prefix($0)) }
        let rubbish: [[UInt8]] = [
            [], [0], [0xff, 0xfe], Array("\u{feff}".utf8), [0x0a], [0x1b, 0x5b], [0xc3],
            [0xed, 0xa0],
            Array("{".utf8), Array("[[[[".utf8), Array(#"\ud800"#.utf8), Array("%zz&=&%".utf8),
        ]
        let insertions = rubbish.flatMap { piece in
            stride(from: 0, through: sample.count, by: max(1, sample.count / 3)).map { place in
                Array(sample[..<place]) + piece + Array(sample[place...])
            }
        }
        let nested = Array(String(repeating: #"{"a":["#, count: 5_000).utf8)
        return cuts + insertions + [sample + sample, sample.reversed(), nested]
    }

    /// What a member may hold in the place of what is expected.
    private static let others: [JSONValue] = [
        .null, true, 0, -1, .integer(.max), .number("1e999"), "", " ", [], [:], [[[.null]]],
        ["a": ["b": .null]], "{EVENT.TAGSJSON}", "$HOSTNAME$", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z", "2026-10-25T02:30:00", "-62135596800", "253402300799",
        "99999999999999999999", "\0", "a\u{1}\u{7f}\u{2028}", "\u{fffd}", "[", "<UNKNOWN>",
    ]

    private static func values(of sample: [UInt8]) -> [[UInt8]] {
        guard let value = try? JSONValue(parsing: sample) else { return [] }
        let places = places(in: value, limit: 24)
        let changed = places.enumerated().flatMap { index, place in
            // Each place with some of them, and each of them in some places.
            stride(from: index % 8, to: others.count, by: 8).map {
                value.replacing(place[...], with: others[$0])
            }
        }
        let long = JSONValue.string(String(repeating: "x", count: 1 << 20))
        let chosen = places.isEmpty ? [] : [places[sample.count % places.count]]
        let huge = chosen.map { value.replacing($0[...], with: long) }
        let without = places.map { value.replacing($0[...], with: nil) }
        let empty = [value.allNull]
        return (changed + huge + without + empty).map { Array($0.text.utf8) }
    }

    /// The ways to the members and items, the outer ones first.
    private static func places(in value: JSONValue, limit: Int) -> [[Step]] {
        var (found, next): ([[Step]], [([Step], JSONValue)]) = ([], [([], value)])
        while !next.isEmpty, found.count < limit {
            let (path, value) = next.removeFirst()
            let below: [([Step], JSONValue)] =
                (value.object?.members ?? []).map { (path + [.member($0.name)], $0.value) }
                + (value.array ?? []).enumerated().map { (path + [.item($0)], $1) }
            found += below.map { $0.0 }
            next += below
        }
        return Array(found.prefix(limit))
    }

    enum Step: Hashable {
        case member(String)
        case item(Int)
    }
}

extension JSONValue {
    /// The same with another value at a place, or with none.
    fileprivate func replacing(
        _ path: ArraySlice<Hostile.Step>, with other: JSONValue?
    ) -> JSONValue {
        guard let step = path.first else { return other ?? .null }
        let rest = path.dropFirst()
        let isGone = rest.isEmpty && other == nil
        switch (self, step) {
        case (.object(let object), .member(let name)):
            return .object(
                JSONObject(
                    object.members.compactMap { member in
                        guard member.name == name else { return (member.name, member.value) }
                        return isGone
                            ? nil : (member.name, member.value.replacing(rest, with: other))
                    }))
        case (.array(let items), .item(let index)):
            return .array(
                items.enumerated().compactMap { place, item in
                    guard place == index else { return item }
                    return isGone ? nil : item.replacing(rest, with: other)
                })
        default: return self
        }
    }

    /// The same with `null` for everything that is neither an object nor an array.
    fileprivate var allNull: JSONValue {
        switch self {
        case .object(let object):
            .object(JSONObject(object.members.map { ($0.name, $0.value.allNull) }))
        case .array(let items): .array(items.map(\.allNull))
        default: .null
        }
    }
}
