import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// Reads a file of rules about messages, and gathers everything that is wrong with it.
struct RuleReader {
    private(set) var rules: [Rule] = []
    private var reader = RuleFileReader()
    private let fields: RuleFields

    /// What is wrong, each to be read after the name of the file.
    var problems: [String] { reader.problems }

    private static let members = [
        "name", "match", "open", "close", "state", "key", "description", "level", "tags",
    ]

    /// Reads the file at a path.
    init(path: String, of fields: RuleFields) {
        self.fields = fields
        if let root = reader.file(at: path) { read(root) }
    }

    /// Reads the text of a file.
    init(_ text: String, of fields: RuleFields) {
        self.fields = fields
        if let root = reader.root(of: text) { read(root) }
    }

    private mutating func read(_ root: YAMLNode) {
        let root = reader.members(root, of: "it", ["rules"])
        guard let list = root["rules"], case .list(let items) = list.content else {
            if reader.problems.isEmpty {
                reader.refuse(root.line, "needs a list of rules below `rules:`")
            }
            return
        }
        rules = items.map { rule($0) }
    }

    private mutating func rule(_ node: YAMLNode) -> Rule {
        let node = reader.members(node, of: "a rule", Self.members)
        var rule = Rule(name: "in line \(node.line)")
        if let name = node["name"].flatMap({ reader.text($0, "name") }) { rule.name = name }
        rule.match = conditions(node["match"], "match") ?? []
        rule.open = conditions(node["open"], "open")
        rule.close = conditions(node["close"], "close")
        if let state = node["state"] { rule.state = meaning(state) }
        rule.key = template(node["key"], "key")
        rule.description = template(node["description"], "description")
        rule.level = node["level"].flatMap { level($0) }
        for pair in reader.pairs(node["tags"], "tags") {
            if let value = template(pair.node, "tags.\(pair.name)") {
                rule.tags.append((pair.name, value))
            }
        }
        check(rule, node)
        return rule
    }

    private mutating func check(_ rule: Rule, _ node: YAMLNode) {
        let isPair = rule.open != nil || rule.close != nil
        if isPair, let state = node["state"] {
            reader.refuse(state.line, "has `state` beside `open` or `close`, which say it")
        }
        if !isPair, rule.match.isEmpty {
            reader.refuse(node.line, "has a rule about everything: it needs `match`")
        }
        let needsKey = isPair || ![.stateless, .ignore].contains(rule.state)
        if needsKey, rule.key == nil, node["key"] == nil {
            reader.refuse(
                node.line, "has a rule without `key`, which tells one problem from another")
        }
        let sides = [rule.open, rule.close].compactMap { $0 }
        for name in rule.key?.names ?? [] where !isField(name) {
            let isEverywhere = rule.match.finds(name) || sides.allSatisfy { $0.finds(name) }
            if sides.isEmpty ? !rule.match.finds(name) : !isEverywhere {
                refuse(name, "key", node["key"]?.line ?? node.line)
            }
        }
        let all = rule.match + sides.joined()
        let templates =
            [("description", rule.description), ("level", rule.level?.text)]
            + rule.tags.map { ("tags.\($0.key)", $0.value) }
        for (what, template) in templates {
            for name in template?.names ?? [] where !isField(name) && !all.finds(name) {
                refuse(name, what, node.line)
            }
        }
    }

    private func isField(_ name: String) -> Bool {
        fields.names.contains(name) || (fields.areOpen && name.contains { ".:".contains($0) })
    }

    private mutating func refuse(_ name: String, _ what: String, _ line: Int) {
        reader.refuse(
            line,
            "has {\(name.inOneLine)} in `\(what)`, which is neither found by a pattern there "
                + "nor one of \(fields.names.joined(separator: ", "))")
    }

    // What the parts look like.

    private mutating func conditions(_ node: YAMLNode?, _ what: String) -> [FieldCondition]? {
        guard let node else { return nil }
        guard case .names(let members) = node.content else {
            let condition = reader.condition(node, what)
            return [FieldCondition(field: fields.main, condition: condition)]
        }
        return members.compactMap { member in
            guard isField(member.name) else {
                let meant = Suggestion(for: member.name, among: fields.names)
                let known = "; known are \(fields.names.joined(separator: ", "))"
                let hint = meant.name == nil ? known : "\(meant)"
                reader.refuse(
                    member.line,
                    "has `\(member.name.inOneLine)`, which is not known in `\(what)`\(hint)")
                return nil
            }
            let name = "\(what).\(member.name)"
            let condition =
                fields.words[member.name].map { words(member.node, name, among: $0) }
                ?? reader.condition(member.node, name)
            return FieldCondition(field: member.name, condition: condition)
        }
    }

    /// Words of which there are only some, or `WORD or worse`.
    private mutating func words(
        _ node: YAMLNode, _ what: String, among known: [[String]]
    ) -> Condition {
        var condition = Condition()
        for text in reader.texts(node, what) {
            let word = text.lowercased().replacing(" or worse", with: "")
            guard let place = known.firstIndex(where: { $0.contains(word) }) else {
                let meant = Suggestion(for: word, among: known.joined())
                reader.refuse(
                    node.line, "has \(text.inOneLine) in `\(what)`, which is not known\(meant)")
                continue
            }
            let isRange = word.utf8.count < text.utf8.count
            condition.words.formUnion(known[(isRange ? 0 : place)...place].compactMap(\.first))
        }
        return condition
    }

    private mutating func template(_ node: YAMLNode?, _ what: String) -> RuleTemplate? {
        guard let node, let text = reader.text(node, what) else { return nil }
        let template = RuleTemplate(text)
        if template == nil { reader.refuse(node.line, "has braces in `\(what)` that do not match") }
        return template
    }

    private mutating func meaning(_ node: YAMLNode) -> Mapping.Meaning {
        if let meaning = node.text.flatMap({ Mapping.Meaning(rawValue: $0) }) { return meaning }
        let known = Mapping.Meaning.allCases.map(\.rawValue)
        let meant = Suggestion(for: node.text ?? "", among: known)
        let hint = meant.name == nil ? "; known are \(known.joined(separator: ", "))" : "\(meant)"
        reader.refuse(node.line, "has \((node.text ?? "no word").inOneLine) as `state`\(hint)")
        return .ignore
    }

    private mutating func level(_ node: YAMLNode) -> RuleLevel? {
        guard case .names = node.content else {
            guard let text = node.text, text.contains("{") else {
                return reader.level(node, "level").map { RuleLevel(otherwise: $0) }
            }
            return RuleLevel(text: template(node, "level"))
        }
        let node = reader.members(node, of: "`level`", ["from", "map", "otherwise"])
        var level = RuleLevel(text: template(node["from"], "level.from"))
        for pair in reader.pairs(node["map"], "level.map") {
            level.words[pair.name.lowercased()] = reader.level(pair.node, "level.map")
        }
        level.otherwise = node["otherwise"].flatMap { reader.level($0, "level.otherwise") }
        return level
    }
}

extension [FieldCondition] {
    /// Whether a pattern of these has a group of a name or number.
    fileprivate func finds(_ name: String) -> Bool {
        contains { part in
            part.condition.patterns.contains { pattern in
                let program = pattern.program
                return program.names[name] != nil
                    || Int(name).map { (0..<(program.slots / 2)).contains($0) } ?? false
            }
        }
    }
}
