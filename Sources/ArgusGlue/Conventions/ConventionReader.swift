import ArgusClient
import ArgusSettings

/// Reads a file of conventions, and gathers everything that is wrong with it.
struct ConventionReader {
    private(set) var rules = ConventionRules()
    private var reader = RuleFileReader()
    private let folder: String

    /// What is wrong, each to be read after the name of the file.
    var problems: [String] { reader.problems }

    private static let members = [
        "rename", "normalise", "tags", "tables", "drop", "only", "without",
    ]

    /// Reads the file at a path; tables are looked for in its folder.
    init(path: String) {
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        if let root = reader.file(at: path) { read(root) }
    }

    private mutating func read(_ root: YAMLNode) {
        let root = reader.members(root, of: "it", Self.members)
        for pair in reader.pairs(root["rename"], "rename") {
            rules.renames[pair.name] = reader.text(pair.node, "rename.\(pair.name)")
        }
        for pair in reader.pairs(root["normalise"], "normalise") {
            rules.normal[pair.name] = normalForm(pair.node, "normalise.\(pair.name)")
        }
        for pair in reader.pairs(root["tags"], "tags") {
            if let value = reader.text(pair.node, "tags.\(pair.name)") {
                rules.constants.append((pair.name, value))
            }
        }
        rules.tables = root["tables"]?.items.compactMap { table($0) } ?? []
        rules.drops = root["drop"]?.items.map { drop($0) } ?? []
        rules.allowed = root["only"].map { Set(reader.texts($0, "only")) }
        rules.blocked = Set(reader.texts(root["without"], "without"))
    }

    private mutating func normalForm(
        _ node: YAMLNode, _ what: String
    ) -> ConventionRules.NormalForm {
        var form = ConventionRules.NormalForm()
        let node = reader.members(node, of: "`\(what)`", ["case", "without"])
        if let word = node["case"] {
            form.isLowerCase = word.text == "lower"
            if !form.isLowerCase { reader.refuse(word.line, "knows `lower` alone as `case`") }
        }
        form.suffixes = reader.texts(node["without"], "\(what).without").map { suffix in
            let suffix = suffix.lowercased()
            return suffix.hasPrefix(".") ? suffix : ".\(suffix)"
        }
        return form
    }

    private mutating func table(_ node: YAMLNode) -> LookupTable? {
        let known = ["file", "match", "tags", "separator"]
        let node = reader.members(node, of: "a table", known)
        guard let file = node["file"].flatMap({ reader.text($0, "file") }),
            let match = node["match"]
        else {
            if node["file"] == nil || node["match"] == nil {
                reader.refuse(node.line, "needs `file` and `match` for a table")
            }
            return nil
        }
        let separator = node["separator"].flatMap { reader.text($0, "separator") } ?? ","
        guard separator.utf8.count == 1, let byte = separator.utf8.first, byte != 0x22 else {
            reader.refuse(node.line, "needs one character as `separator`, such as ;")
            return nil
        }
        var (column, key): (String?, String?)
        if let pair = match.members.first, match.members.count == 1 {
            (column, key) = (pair.name, reader.text(pair.node, "match.\(pair.name)"))
        } else if let text = reader.text(match, "match") {
            (column, key) = (text, text)
        }
        guard let column, let key else { return nil }
        return LookupTable(
            file: file.hasPrefix("/") ? file : folder + file, separator: byte, column: column,
            key: key, columns: columns(node["tags"]))
    }

    /// The columns that become tags, each with the key; nil for all.
    private mutating func columns(_ node: YAMLNode?) -> [(column: String, key: String)]? {
        guard let node else { return nil }
        if case .names = node.content {
            return reader.pairs(node, "tags").compactMap { pair in
                reader.text(pair.node, "tags.\(pair.name)").map { (pair.name, $0) }
            }
        }
        return reader.texts(node, "tags").map { ($0, $0) }
    }

    private mutating func drop(_ node: YAMLNode) -> DropRule {
        var rule = DropRule(line: node.line)
        let node = reader.members(node, of: "`drop`", DropRule.fields + ["tags"])
        for member in node.members where DropRule.fields.contains(member.name) {
            var condition = reader.condition(member.node, member.name)
            switch member.name {
            case "type": checkType(condition, member.line)
            case "level":
                let levels = member.node.items.compactMap { reader.level($0, "level")?.word }
                condition.words = Set(levels)
            default: break
            }
            rule.conditions.append(FieldCondition(field: member.name, condition: condition))
        }
        rule.tags = reader.pairs(node["tags"], "tags").map { pair in
            FieldCondition(
                field: pair.name, condition: reader.condition(pair.node, "tags.\(pair.name)"))
        }
        if rule.conditions.isEmpty, rule.tags.isEmpty {
            reader.refuse(node.line, "would leave everything out: a rule below `drop` is empty")
        }
        return rule
    }

    private mutating func checkType(_ condition: Condition, _ line: Int) {
        let known = [Alert.Kind.open, .stateless, .change].map(\.rawValue)
        for word in condition.words where !known.contains(word) {
            reader.refuse(
                line,
                "leaves out alerts of the type \(word.inOneLine); possible are "
                    + known.joined(separator: ", "))
        }
    }
}
