import ArgusClient

/// What becomes of a message that is so.
struct Rule: Sendable {
    /// As it is told where something is wrong.
    var name: String
    /// What must hold whatever it says.
    var match: [FieldCondition] = []
    /// What must hold for a beginning, and for an end; nil if there is none by this rule.
    var open, close: [FieldCondition]?
    /// What it says where it has neither.
    var state = Mapping.Meaning.stateless
    var key: RuleTemplate?
    var description: RuleTemplate?
    var level: RuleLevel?
    var tags: [(key: String, value: RuleTemplate)] = []

    /// What a message says by this rule; nil if it is not about that message.
    func verdict(_ value: (_ field: String) -> String?) -> RuleVerdict? {
        guard let common = match.match(value) else { return nil }
        let meaning: Mapping.Meaning
        var found = common
        if open != nil || close != nil {
            if let values = open?.match(value) {
                meaning = .open
                found.merge(values) { $1 }
            } else if let values = close?.match(value) {
                meaning = .close
                found.merge(values) { $1 }
            } else {
                return nil
            }
        } else {
            meaning = state
        }
        if meaning == .ignore { return .ignored("the rule \(name) leaves it out") }
        func known(_ name: String) -> String? { found[name] ?? value(name) }
        let key = key?.text(needingAll: true, known)
        if key == nil, meaning != .stateless {
            return .refused("by the rule \(name) it has no key")
        }
        return .found(
            RuleFinding(
                meaning: meaning, key: key, description: description?.text(known),
                level: level?.level(known),
                tags: tags.compactMap { tag in
                    tag.value.text(needingAll: true, known).map { (tag.key, $0) }
                }))
    }
}

/// How bad something is by a rule.
struct RuleLevel: Sendable {
    var text: RuleTemplate?
    /// In lower case.
    var words: [String: Incident.Level] = [:]
    var otherwise: Incident.Level?

    func level(_ value: (String) -> String?) -> Incident.Level? {
        guard let word = text?.text(value) else { return otherwise }
        return words[word.lowercased()] ?? Incident.Level(named: word) ?? otherwise
    }
}

/// What rules make of a message.
enum RuleVerdict: Sendable {
    case found(RuleFinding)
    case ignored(String)
    case refused(String)
}

/// What a message says by a rule; what is nil is as the system has it.
struct RuleFinding: Sendable {
    let meaning: Mapping.Meaning
    let key: String?
    let description: String?
    let level: Incident.Level?
    let tags: [(key: String, value: String)]

    /// The alert, of which what the rule does not say is as it is told.
    ///
    /// `isLive` says whether such messages come as things happen.
    func alert(of told: Alert, isLive: Bool) -> Alert {
        let text = description ?? told.description
        var all = told.tags ?? [:]
        for key in Set(tags.map(\.key)) { all.remove(key) }
        for tag in tags { all.append(tag.key, tag.value) }
        let level = level ?? told.level
        var alert: Alert
        switch meaning {
        case .open:
            alert = .open(
                key ?? "", description: text, at: told.time, level: level, tags: all,
                metadata: told.metadata)
        case .close: alert = .close(key ?? "", at: told.time)
        case .event: alert = .event(key ?? "", description: text, at: told.time)
        case .change:
            alert = .change(
                key ?? "", description: text, at: told.time, level: self.level, tags: all)
        case .stateless, .ignore:
            alert = .stateless(
                key ?? told.key, description: text, at: told.time, level: level, tags: all,
                metadata: told.metadata)
        }
        alert.isLive = isLive && [.open, .close, .change].contains(meaning)
        return alert
    }
}

extension [Rule] {
    /// What a message says by the first rule that is about it; nil if none is.
    func verdict(_ value: (_ field: String) -> String?) -> RuleVerdict? {
        for rule in self {
            if let verdict = rule.verdict(value) { return verdict }
        }
        return nil
    }
}
