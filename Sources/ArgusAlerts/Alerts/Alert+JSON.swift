import ArgusVocabulary

extension Alert {
    /// The alert as one JSON object, which is a line of the pipe format and what the spool keeps.
    package var json: JSONValue {
        var object = JSONObject()
        object.set("type", to: .string(kind.rawValue))
        if !key.isEmpty { object.set("key", to: .string(key)) }
        object.set("time", to: .string(time.text()))
        if !description.isEmpty { object.set("description", to: .string(description)) }
        if let level { object.set("level", to: .string(level.word)) }
        if let tags { object.set("tags", to: .array(tags.map { .string($0.description) })) }
        if let detailsURL { object.set("details_url", to: .string(detailsURL)) }
        if let metadata { object.set("metadata", to: metadata) }
        if isOnce { object.set("once", to: true) }
        if isLive { object.set("live", to: true) }
        if isAcknowledgement { object.set("acknowledgement", to: true) }
        return .object(object)
    }

    /// Reads an object of the pipe format, or refuses it with everything that is wrong with it.
    ///
    /// A time without an offset is read in `zone`; without a time it is `now`.
    package init(_ json: JSONValue, in zone: Zone, now: Timestamp) throws(AlertProblem) {
        guard let object = json.object else {
            throw AlertProblem([.init(nil, "an object is expected")])
        }
        var reader = AlertReader(object: object, zone: zone, now: now)
        self = try reader.alert()
    }
}

/// Reads the members of an alert and gathers what is wrong with them.
private struct AlertReader {
    let object: JSONObject
    let zone: Zone
    let now: Timestamp
    var faults: [AlertProblem.Fault] = []

    static let members = [
        "type", "key", "identity", "time", "description", "level", "tags", "details_url",
        "metadata", "once", "live", "acknowledgement",
    ]

    private mutating func refuse(_ member: String, _ problem: String) {
        faults.append(AlertProblem.Fault(member, problem))
    }

    mutating func alert() throws(AlertProblem) -> Alert {
        for member in object.members where !Self.members.contains(member.name) {
            refuse(member.name, "is not known\(Suggestion(for: member.name, among: Self.members))")
        }
        let kind = kind()
        var alert = Alert(
            kind, key(), time(), text("description") ?? "", level: level(), tags: tags(),
            detailsURL: text("details_url"), metadata: given("metadata"))
        alert.isOnce = flag("once")
        alert.isLive = flag("live")
        alert.isAcknowledgement = flag("acknowledgement")
        if alert.isAcknowledgement, kind != .event {
            refuse("acknowledgement", "is for `type` event")
        }
        faults += alert.faults
        guard faults.isEmpty else { throw AlertProblem(faults) }
        if kind == .close || kind == .event { alert.forgetWhatAnEventCannotSay() }
        return alert
    }

    func given(_ name: String) -> JSONValue? {
        object[name].flatMap { $0 == .null ? nil : $0 }
    }

    mutating func flag(_ name: String) -> Bool {
        guard let value = given(name) else { return false }
        guard case .bool(let flag) = value else {
            refuse(name, "must be true or false")
            return false
        }
        return flag
    }

    mutating func kind() -> Alert.Kind {
        let kinds = Alert.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let kind = given("type")?.string.flatMap(Alert.Kind.init) else {
            refuse("type", "must be one of \(kinds)")
            return .change
        }
        return kind
    }

    mutating func text(_ name: String) -> String? {
        guard let value = given(name) else { return nil }
        if value.string == nil { refuse(name, "must be a string") }
        return value.string
    }

    mutating func key() -> String {
        if let identity = given("identity") {
            if given("key") != nil { refuse("identity", "and `key` exclude each other") }
            return fingerprint(identity)
        }
        switch given("key") {
        case nil: return ""
        case .integer(let number): return String(number)
        case .string(let text): return text
        case .number(let text) where text.utf8.allSatisfy { (0x30...0x39).contains($0) }:
            return text
        default:
            refuse("key", "must be a string or an integer")
            return "?"
        }
    }

    mutating func fingerprint(_ identity: JSONValue) -> String {
        let pairs = identity.object?.members.map { (key: $0.name, value: $0.value.string) } ?? []
        guard !pairs.isEmpty, pairs.allSatisfy({ $0.value != nil }) else {
            refuse("identity", "must be an object of strings, with at least one member")
            return "?"
        }
        if pairs.contains(where: { Self.isLossy($0.key) || Self.isLossy($0.value ?? "") }) {
            refuse("identity", "is not written in UTF-8")
        }
        return Fingerprint(pairs.map { (key: $0.key, value: $0.value ?? "") }).text
    }

    /// Whether something was lost before the text was read.
    private static func isLossy(_ text: String) -> Bool {
        text.unicodeScalars.contains("\u{fffd}")
    }

    mutating func time() -> Timestamp {
        guard let value = given("time") else { return now }
        if let text = value.string {
            do {
                return try Timestamp(text.trimmingBlanks(), in: zone)
            } catch .outOfRange {
                return .distantPast
            } catch {}
        }
        refuse("time", "must be a time in ISO 8601, such as 2026-11-20T10:00:00+01:00")
        return now
    }

    mutating func level() -> Level? {
        guard let value = given("level") else { return nil }
        let level =
            value.integer.flatMap { Level(rawValue: Int($0)) }
            ?? value.string.flatMap(Level.init(named:))
        if level == nil {
            refuse("level", "must be \(Level.expected)")
        }
        return level
    }

    mutating func tags() -> Tags? {
        guard let value = given("tags") else { return nil }
        let elements = value.array?.map { $0.string.flatMap(Tags.Element.init(_:)) }
        guard let elements, elements.allSatisfy({ $0 != nil }) else {
            refuse("tags", "must be an array of strings such as \"host=a\"")
            return nil
        }
        // One more than the server takes tells that there were too many.
        var seen: Set<Tags.Element> = []
        let tags = elements.compactMap { $0 }.filter { seen.insert($0).inserted }
        return Tags(tags.prefix(AlertTailor.tagLimit + 1))
    }
}

extension Alert {
    /// An entry of the log has a time and a text, nothing else.
    fileprivate mutating func forgetWhatAnEventCannotSay() {
        (level, tags, detailsURL, metadata) = (nil, nil, nil, nil)
    }
}
