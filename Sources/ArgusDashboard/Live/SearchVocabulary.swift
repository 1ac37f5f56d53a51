import ArgusCore
import ArgusVocabulary

/// What can be typed into the search box, for a script that completes it.
struct SearchVocabulary {
    let json: JSONValue

    init(sources: [String], types: [String], tags: [Tag]) {
        var values: [(String, [String])] = [
            ("source", sources), ("type", types), ("has", ["ticket"]),
            ("event", EventType.allCases.map(\.rawValue)),
            ("level", Level.allCases.map { "\($0.rawValue)" }),
        ]
        let keys = tags.map(\.key).withoutRepetitions()
        for key in keys {
            values.append((key, tags.filter { $0.key == key }.map(\.value)))
        }
        let words = WrittenFilter.words.map { [$0, "word"] } + WrittenFilter.forms
        json = [
            "words": .array(words.map { .array($0.map { .string($0) }) }),
            "values": .object(
                JSONObject(
                    values.map { ($0, JSONValue.array($1.map { .string($0) })) })),
        ]
    }
}
