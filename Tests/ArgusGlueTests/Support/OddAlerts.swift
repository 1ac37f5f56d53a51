import ArgusClient
import ArgusGlue
import ArgusTesting
import ArgusVocabulary

/// Alerts with everything that the types allow and no server takes, the same in every run.
struct OddAlerts {
    private var texts: OddTexts

    init(seed: UInt64) {
        texts = OddTexts(seed: seed)
    }

    mutating func next(_ number: Int) -> Alert {
        let key = texts.next() + "\(number)"
        let description = texts.next()
        let time = texts.dice.pick([
            moment(0), .distantPast, .infinity, Timestamp(microseconds: 1),
            Timestamp(unixSeconds: -62_135_596_800),
        ])
        switch Int.random(in: 0..<5, using: &texts.dice) {
        case 0: return .close(key, at: time, description: description)
        case 1: return .event(key, description: description, at: time)
        case 2: return .change(key, description: description, at: time, tags: tags())
        case 3: return .stateless(key, description: description, at: time, tags: tags())
        default:
            return .open(
                key, description: description, at: time, tags: tags(), detailsURL: texts.next(),
                metadata: metadata(4))
        }
    }

    private mutating func tags() -> Tags {
        let count = texts.dice.pick([0, 1, 3, 8])
        return Tags((0..<count).map { _ in Tags.Element(texts.short(), texts.next()) })
    }

    private mutating func metadata(_ depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &texts.dice) {
        case 0: return .string(texts.short())
        case 1:
            return .number(texts.dice.pick(["1e999", "NaN", "1.50", "00", "12345678901234567890"]))
        case 2: return .null
        case 3: return .integer(.min)
        case 4: return .array((0..<3).map { _ in metadata(depth - 1) })
        default:
            return .object(JSONObject((0..<3).map { _ in (texts.short(), metadata(depth - 1)) }))
        }
    }
}
