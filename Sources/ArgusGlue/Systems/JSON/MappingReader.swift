import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// Reads a mapping from YAML, and gathers everything that is wrong with it.
struct MappingReader {
    private(set) var mapping = Mapping()
    /// What is wrong, each to be read after the name of the file.
    private(set) var problems: [String] = []

    private static let members = [
        "unwrap", "items", "ignore", "key", "identity", "state", "zone", "time", "start", "end",
        "description", "level", "tags", "tags_from", "details_url", "metadata",
    ]

    /// Reads the text of a file.
    init(_ text: String) {
        do {
            let value = try YAMLText.value(of: text)
            guard let object = value.object else {
                problems.append(
                    "holds no mapping; it needs names such as `key:` and `description:`")
                return
            }
            read(object)
        } catch {
            problems.append("\(error)")
        }
    }

    private mutating func read(_ object: JSONObject) {
        for member in object.members where !Self.members.contains(member.name) {
            let meant = Suggestion(for: member.name, among: Self.members)
            problems.append("has `\(member.name.inOneLine)`, which is not known\(meant)")
        }
        mapping.unwrap = path(object, "unwrap")
        mapping.items = path(object, "items")
        for (place, words) in pairs(object, "ignore") {
            guard let text = text(.string(place), "ignore", isPlace: true) else { continue }
            mapping.ignored.append((text, Set(self.words(words, "ignore"))))
        }
        mapping.key = (object["key"]?.array ?? object["key"].map { [$0] } ?? [])
            .compactMap { template($0, "key", isPlace: true) }
        mapping.identity = pairs(object, "identity").compactMap { name, value in
            text(value, "identity.\(name)", isPlace: true).map { (name: name, text: $0) }
        }
        readState(object["state"], hasEnd: object["end"] != nil)
        readTimes(object)
        mapping.description = object["description"].flatMap { text($0, "description") }
        mapping.detailsURL = object["details_url"].flatMap { text($0, "details_url") }
        object["level"].map { readLevel($0) }
        readTags(object)
        mapping.metadata = pairs(object, "metadata").compactMap { name, value in
            path(value, "metadata.\(name)").map { (name: name, place: $0) }
        }
        if mapping.key.isEmpty, mapping.identity.isEmpty, !isStateless {
            problems.append("has neither `key` nor `identity`, which tell one problem from another")
        }
    }

    private var isStateless: Bool {
        if case .always(.stateless) = mapping.state { true } else { false }
    }

    private mutating func readState(_ value: JSONValue?, hasEnd: Bool) {
        guard let value else {
            mapping.state = hasEnd ? .byEnd : .always(.stateless)
            return
        }
        if let word = value.string {
            mapping.state = meaning(word, "state").map { .always($0) } ?? .byEnd
            return
        }
        var meanings: [String: Mapping.Meaning] = [:]
        var otherwise: Mapping.Meaning?
        for (name, inner) in value.object?.members.map({ ($0.name, $0.value) }) ?? [] {
            switch name {
            case "from": continue
            case "otherwise": otherwise = inner.string.flatMap { meaning($0, "state.otherwise") }
            default:
                guard let kind = meaning(name, "state") else { continue }
                for word in words(inner, "state.\(name)") { meanings[word] = kind }
            }
        }
        guard let from = value["from"].flatMap({ text($0, "state.from", isPlace: true) }) else {
            problems.append("needs a place in `state.from`, or one word after `state:`")
            return
        }
        mapping.state = .words(from, meanings, otherwise: otherwise)
    }

    private mutating func readTimes(_ object: JSONObject) {
        mapping.time = object["time"].flatMap { text($0, "time", isPlace: true) }
        mapping.start = object["start"].flatMap { text($0, "start", isPlace: true) }
        mapping.end = object["end"].flatMap { text($0, "end", isPlace: true) }
        guard let name = object["zone"]?.string else { return }
        mapping.zone = Zone(named: name)
        if mapping.zone == nil {
            problems.append("has the zone \(name.inOneLine), which is not known")
        }
    }

    private mutating func readLevel(_ value: JSONValue) {
        guard value.object != nil else {
            let always = value.string.flatMap { Incident.Level(named: $0) }
            mapping.level =
                always.map { Mapping.LevelRule(otherwise: $0) }
                ?? Mapping.LevelRule(text: text(value, "level", isPlace: true))
            return
        }
        var rule = Mapping.LevelRule()
        for member in value.object?.members ?? [] {
            switch member.name {
            case "from": rule.text = text(member.value, "level.from", isPlace: true)
            case "otherwise": rule.otherwise = level(member.value, "level.otherwise")
            case "map":
                for (word, value) in pairs(value.object ?? [:], "map") {
                    rule.words[word.lowercased()] = level(value, "level.map")
                }
            default: problems.append("has `level.\(member.name.inOneLine)`, which is not known")
            }
        }
        mapping.level = rule
    }

    private mutating func readTags(_ object: JSONObject) {
        for (key, value) in pairs(object, "tags") {
            if let each = value["each"] {
                if let place = path(each, "tags.\(key).each") {
                    mapping.tags.append((key, .each(place)))
                }
            } else if let text = text(value, "tags.\(key)") {
                mapping.tags.append((key, .text(text)))
            }
        }
        let objects = object["tags_from"]?.array ?? object["tags_from"].map { [$0] } ?? []
        mapping.tagObjects = objects.compactMap { path($0, "tags_from") }
    }

    // What the parts look like.

    private mutating func path(_ object: JSONObject, _ name: String) -> JSONPath? {
        object[name].flatMap { path($0, name) }
    }

    private mutating func path(_ value: JSONValue, _ name: String) -> JSONPath? {
        let path = value.string.flatMap(JSONPath.init)
        if path == nil {
            problems.append("needs a place in `\(name.inOneLine)`, such as /alert/id")
        }
        return path
    }

    private mutating func template(
        _ value: JSONValue, _ name: String, isPlace: Bool
    ) -> MappingTemplate? {
        let template = value.string.flatMap { MappingTemplate($0, isPlace: isPlace) }
        if template == nil {
            problems.append(
                "needs a place or a text in `\(name.inOneLine)`, such as /host or {/host} is down")
        }
        return template
    }

    private mutating func text(
        _ value: JSONValue, _ name: String, isPlace: Bool = false
    ) -> MappingText? {
        let templates = (value.array ?? [value]).compactMap { template($0, name, isPlace: isPlace) }
        return templates.isEmpty ? nil : MappingText(templates: templates)
    }

    private mutating func pairs(_ object: JSONObject, _ name: String) -> [(String, JSONValue)] {
        guard let value = object[name] else { return [] }
        guard let inner = value.object else {
            problems.append("needs names with values below `\(name):`")
            return []
        }
        return inner.members.map { ($0.name, $0.value) }
    }

    private mutating func words(_ value: JSONValue, _ name: String) -> [String] {
        let words = (value.array ?? [value]).compactMap { $0.string?.lowercased() }
        if words.isEmpty { problems.append("needs words in `\(name.inOneLine)`") }
        return words
    }

    private mutating func meaning(_ word: String, _ name: String) -> Mapping.Meaning? {
        let meaning = Mapping.Meaning(rawValue: word)
        if meaning == nil {
            let known = Mapping.Meaning.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append("has \(word.inOneLine) in `\(name)`; known are \(known)")
        }
        return meaning
    }

    private mutating func level(_ value: JSONValue, _ name: String) -> Incident.Level? {
        let level = value.string.flatMap { Incident.Level(named: $0) }
        if level == nil { problems.append("needs \(Incident.Level.expected) in `\(name)`") }
        return level
    }
}
