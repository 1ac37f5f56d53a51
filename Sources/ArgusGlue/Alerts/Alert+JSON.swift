import ArgusClient

extension Alert {
    /// The alert as one JSON object, which is a line of the pipe format and what the spool keeps.
    public var json: JSONValue {
        var object = JSONObject()
        object.set("type", to: .string(kind.rawValue))
        if !key.isEmpty { object.set("key", to: .string(key)) }
        object.set("time", to: .string(time.text()))
        if !description.isEmpty { object.set("description", to: .string(description)) }
        if let level { object.set("level", to: .integer(Int64(level.rawValue))) }
        if let tags { object.set("tags", to: .array(tags.map { .string($0.description) })) }
        if let detailsURL { object.set("details_url", to: .string(detailsURL)) }
        if let metadata { object.set("metadata", to: metadata) }
        return .object(object)
    }

    /// Reads an object of the pipe format, or refuses it with everything that is wrong with it.
    ///
    /// A time without an offset is read in `zone`; without a time it is `now`.
    public init(_ json: JSONValue, in zone: Zone, now: Timestamp) throws(AlertProblem) {
        guard let object = json.object else { throw AlertProblem(["an object is expected"]) }
        var reader = AlertReader(object: object, zone: zone, now: now)
        self = try reader.alert()
    }
}

/// Why an alert cannot be taken, in words for the one who wrote it.
public struct AlertProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong, each with the name of the member.
    public let reasons: [String]

    init(_ reasons: [String]) {
        self.reasons = reasons
    }

    public var description: String { reasons.joined(separator: "; ") }
}

/// Reads the members of an alert and gathers what is wrong with them.
private struct AlertReader {
    let object: JSONObject
    let zone: Zone
    let now: Timestamp
    var reasons: [String] = []

    static let members: Set = [
        "type", "key", "identity", "time", "description", "level", "tags", "details_url",
        "metadata",
    ]

    mutating func alert() throws(AlertProblem) -> Alert {
        for member in object.members where !Self.members.contains(member.name) {
            reasons.append("`\(member.name)` is not known")
        }
        let kind = kind()
        var alert = Alert(
            kind, key(), time(), text("description") ?? "", level: level(), tags: tags(),
            detailsURL: text("details_url"), metadata: given("metadata"))
        reasons += alert.problems
        guard reasons.isEmpty else { throw AlertProblem(reasons) }
        if kind == .close || kind == .event { alert.forgetWhatAnEventCannotSay() }
        return alert
    }

    func given(_ name: String) -> JSONValue? {
        object[name].flatMap { $0 == .null ? nil : $0 }
    }

    mutating func kind() -> Alert.Kind {
        let kinds = Alert.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let kind = given("type")?.string.flatMap(Alert.Kind.init) else {
            reasons.append("`type` must be one of \(kinds)")
            return .change
        }
        return kind
    }

    mutating func text(_ name: String) -> String? {
        guard let value = given(name) else { return nil }
        if value.string == nil { reasons.append("`\(name)` must be a string") }
        return value.string
    }

    mutating func key() -> String {
        if let identity = given("identity") {
            if given("key") != nil { reasons.append("`key` and `identity` exclude each other") }
            return fingerprint(identity)
        }
        switch given("key") {
        case nil: return ""
        case .integer(let number): return String(number)
        case .string(let text): return text
        default:
            reasons.append("`key` must be a string or an integer")
            return "?"
        }
    }

    mutating func fingerprint(_ identity: JSONValue) -> String {
        let pairs = identity.object?.members.map { (key: $0.name, value: $0.value.string) } ?? []
        guard !pairs.isEmpty, pairs.allSatisfy({ $0.value != nil }) else {
            reasons.append("`identity` must be an object of strings, with at least one member")
            return "?"
        }
        return Fingerprint(pairs.map { (key: $0.key, value: $0.value ?? "") }).text
    }

    mutating func time() -> Timestamp {
        guard let value = given("time") else { return now }
        if let text = value.string, let time = try? Timestamp(text, in: zone) { return time }
        reasons.append("`time` must be a time in ISO 8601")
        return now
    }

    mutating func level() -> Incident.Level? {
        guard let value = given("level") else { return nil }
        let level =
            value.integer.flatMap { Incident.Level(rawValue: Int($0)) }
            ?? value.string.flatMap(Incident.Level.init(named:))
        if level == nil {
            reasons.append("`level` must be 1 to 5, or critical, high, moderate, low, information")
        }
        return level
    }

    mutating func tags() -> Tags? {
        guard let value = given("tags") else { return nil }
        let elements = value.array?.map { $0.string.flatMap(Tags.Element.init(_:)) }
        guard let elements, elements.allSatisfy({ $0 != nil }) else {
            reasons.append("`tags` must be an array of strings such as \"host=a\"")
            return nil
        }
        return Tags(elements.compactMap { $0 })
    }
}

extension Alert {
    /// What keeps the alert from being sent, whoever wrote it.
    var problems: [String] {
        var reasons: [String] = []
        if key.isEmpty, kind != .stateless { reasons.append("`key` is missing") }
        if description.isEmpty, kind == .event || kind == .stateless {
            reasons.append("`description` is missing")
        }
        let badKeys = (tags ?? [:]).keys.filter { !Self.isTagKey($0) }
        if !badKeys.isEmpty {
            reasons.append(
                "`tags` has keys with other characters than letters, digits and _: "
                    + badKeys.joined(separator: ", "))
        }
        return reasons
    }

    private static func isTagKey(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == 0x5f
            }
    }

    /// An entry of the log has a time and a text, nothing else.
    fileprivate mutating func forgetWhatAnEventCannotSay() {
        (level, tags, detailsURL, metadata) = (nil, nil, nil, nil)
    }
}

extension Incident.Level {
    /// Finds a level by its name in the API's words, in lower case; nil for any other text.
    public init?(named name: String) {
        guard let level = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
        self = level
    }
}
