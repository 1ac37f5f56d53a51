import ArgusClient
import ArgusSettings
import ArgusVocabulary
import FoundationEssentials

/// Reads the parts that files of rules have in common, strictly, and gathers everything that is wrong
/// with them.
struct RuleFileReader {
    /// What is wrong, each to be read after the name of the file.
    private(set) var problems: [String] = []

    /// Notes what is wrong in a line, to be read after the name of the file.
    mutating func refuse(_ line: Int, _ problem: String) {
        problems.append("\(problem) (line \(line))")
    }

    /// Reads a file; nil if it cannot be read, or is no YAML.
    mutating func file(at path: String) -> YAMLNode? {
        guard let data = FileManager.default.contents(atPath: path) else {
            problems.append("cannot be read")
            return nil
        }
        return root(of: String(decoding: data, as: UTF8.self))
    }

    /// Reads the text of a file; nil if it is no YAML.
    mutating func root(of text: String) -> YAMLNode? {
        do {
            return try YAMLNode(text)
        } catch {
            problems.append("\(error)")
            return nil
        }
    }

    /// The names below a node, of which each must be one of those that are known.
    mutating func members(_ node: YAMLNode, of what: String, _ known: [String]) -> YAMLNode {
        guard case .names(let members) = node.content else {
            refuse(node.line, "needs names with values in \(what)")
            return node
        }
        for member in members where !known.contains(member.name) {
            let meant = Suggestion(for: member.name, among: known)
            let hint =
                meant.name == nil ? "; known are \(known.joined(separator: ", "))" : "\(meant)"
            refuse(
                member.line, "has `\(member.name.inOneLine)`, which is not known in \(what)\(hint)")
        }
        return node
    }

    /// Names of one's own with what stands after each.
    mutating func pairs(_ node: YAMLNode?, _ what: String) -> [YAMLNode.Member] {
        guard let node else { return [] }
        guard case .names(let members) = node.content else {
            refuse(node.line, "needs names with values below `\(what):`")
            return []
        }
        return members
    }

    /// One text.
    mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = node.text, !text.isEmpty else {
            refuse(node.line, "needs a text after `\(what.inOneLine):`")
            return nil
        }
        return text
    }

    /// One text, or a list of them.
    mutating func texts(_ node: YAMLNode?, _ what: String) -> [String] {
        guard let node else { return [] }
        return node.items.compactMap { text($0, what) }
    }

    /// A level by its word or number.
    mutating func level(_ node: YAMLNode, _ what: String) -> Incident.Level? {
        let level = node.text.flatMap { Incident.Level(named: $0) }
        if level == nil { refuse(node.line, "needs \(Incident.Level.expected) after `\(what):`") }
        return level
    }

    /// A switch, `true` or `false`.
    mutating func flag(_ node: YAMLNode, _ what: String) -> Bool {
        switch node.text?.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            refuse(node.line, "needs true or false after `\(what):`")
            return false
        }
    }

    /// What a text must be: one or several texts, those between slashes patterns.
    mutating func condition(_ node: YAMLNode, _ what: String) -> Condition {
        var condition = Condition()
        for text in texts(node, what) {
            guard text.count > 1, text.hasPrefix("/"), text.hasSuffix("/") else {
                condition.words.insert(text.lowercased())
                continue
            }
            do {
                condition.patterns.append(try CapturePattern(String(text.dropFirst().dropLast())))
            } catch {
                refuse(node.line, "has the pattern \(text.inOneLine), which \(error)")
            }
        }
        return condition
    }

    /// Conditions for several things, each after its name.
    mutating func conditions(
        _ node: YAMLNode?, _ what: String, of known: [String]
    ) -> [FieldCondition] {
        guard let node else { return [] }
        return members(node, of: "`\(what)`", known).members.map { member in
            FieldCondition(
                field: member.name, condition: condition(member.node, "\(what).\(member.name)"))
        }
    }
}
