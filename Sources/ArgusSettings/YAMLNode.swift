import ArgusVocabulary
import Yams

/// A part of a YAML file that is no settings file: names, lists and texts, whatever they look like,
/// each with the number of its line.
package struct YAMLNode: Sendable {
    /// What stands there.
    package indirect enum Content: Sendable {
        case nothing
        case text(String)
        case list([YAMLNode])
        case names([Member])
    }

    /// A name, and what stands after it.
    package struct Member: Sendable {
        package let name: String
        package let line: Int
        package let node: YAMLNode
    }

    /// Counted from 1.
    package let line: Int
    package let content: Content

    /// Reads a text; nothing for an empty one.
    package init(_ text: String) throws(YAMLText.Problem) {
        do {
            guard let node = try compose(yaml: text) else {
                self.init(line: 1, content: .nothing)
                return
            }
            try self.init(node, depth: 0)
        } catch let problem as YAMLText.Problem {
            throw problem
        } catch let error as YamlError {
            throw YAMLText.Problem(description: "is no YAML: \("\(error)".inOneLine)")
        } catch {
            throw YAMLText.Problem(description: "cannot be read as YAML")
        }
    }

    private init(line: Int, content: Content) {
        (self.line, self.content) = (line, content)
    }

    private init(_ node: Node, depth: Int) throws {
        guard depth < 32 else { throw YAMLText.Problem(description: "is nested too deep") }
        line = node.mark?.line ?? 1
        if node.null != nil {
            content = .nothing
        } else if let sequence = node.sequence {
            content = .list(try sequence.map { try YAMLNode($0, depth: depth + 1) })
        } else if let mapping = node.mapping {
            content = .names(
                try mapping.map { key, inner in
                    guard let name = key.scalar?.string else {
                        throw YAMLText.Problem(
                            description: "has something else than a name before a colon")
                    }
                    return Member(
                        name: name, line: key.mark?.line ?? 1,
                        node: try YAMLNode(inner, depth: depth + 1))
                })
        } else {
            content = .text(node.scalar?.string ?? "")
        }
    }

    /// The names below it; empty if there are none.
    package var members: [Member] {
        if case .names(let members) = content { members } else { [] }
    }

    /// What stands after a name; nil if it is not there.
    package subscript(name: String) -> YAMLNode? { members.first { $0.name == name }?.node }

    /// Its text; nil if it is none.
    package var text: String? {
        if case .text(let text) = content { text } else { nil }
    }

    /// Its items, or itself where it is no list.
    package var items: [YAMLNode] {
        if case .list(let items) = content { items } else { [self] }
    }
}
