import ArgusClient

/// What one file says about tags, whatever system they come from.
struct ConventionRules: Sendable {
    /// Keys, each with the one that it is to have.
    var renames: [String: String] = [:]
    /// How the values of keys are written.
    var normal: [String: NormalForm] = [:]
    /// Tags that all alerts have.
    var constants: [(key: String, value: String)] = []
    var tables: [LookupTable] = []
    /// What is left out.
    var drops: [DropRule] = []
    /// The only keys that are kept; nil for all.
    var allowed: Set<String>?
    var blocked: Set<String> = []

    /// How a value is written.
    struct NormalForm: Sendable {
        var isLowerCase = false
        /// Endings that are removed, each with its dot.
        var suffixes: [String] = []

        func applied(to value: String) -> String {
            let value = isLowerCase ? value.lowercased() : value
            let suffix = suffixes.first {
                value.count > $0.count && value.lowercased().hasSuffix($0)
            }
            return suffix.map { String(value.dropLast($0.count)) } ?? value
        }
    }

    /// Tags as they are to be, but for those that are not wanted, which may still be looked at.
    func enriched(_ tags: Tags) -> Tags {
        var result = Tags()
        for tag in tags {
            let key = renames[tag.key] ?? tag.key
            result.append(key, normal[key]?.applied(to: tag.value) ?? tag.value)
        }
        for (key, value) in constants { result.set(key, to: value) }
        for table in tables { table.complete(&result) }
        return result
    }

    /// Tags without those that are not wanted.
    func selected(_ tags: Tags) -> Tags {
        guard allowed != nil || !blocked.isEmpty else { return tags }
        return Tags(
            tags.filter { allowed?.contains($0.key) ?? true && !blocked.contains($0.key) })
    }
}

/// What an alert must be to be left out.
struct DropRule: Sendable {
    var conditions: [FieldCondition] = []
    var tags: [FieldCondition] = []
    /// As it is told in the log.
    var line = 0

    /// What of an alert, besides its tags, can be looked at.
    static let fields = ["type", "level", "text", "key"]

    /// Whether an alert is so.
    func matches(_ alert: Alert, _ tags: Tags) -> Bool {
        let isSo = conditions.match { field in
            switch field {
            case "type": alert.kind.rawValue
            case "level": alert.level?.word
            case "text": alert.description
            default: alert.key
            }
        }
        guard isSo != nil else { return false }
        return self.tags.allSatisfy { part in
            tags[part.field].contains { part.condition.match($0) != nil }
        }
    }
}
