import ArgusVocabulary
import Yams

/// YAML that is no settings file, as JSON: names and texts, whatever they look like, lists and
/// nothing.
package enum YAMLText {
    /// Why a text is no YAML, to be read after the name of its file.
    package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// What a text says; `null` for an empty one.
    package static func value(of text: String) throws(Problem) -> JSONValue {
        do {
            return try compose(yaml: text).map { try value($0, depth: 0) } ?? .null
        } catch let problem as Problem {
            throw problem
        } catch let error as YamlError {
            throw Problem(description: "is no YAML: \("\(error)".inOneLine)")
        } catch {
            throw Problem(description: "cannot be read as YAML")
        }
    }

    private static func value(_ node: Node, depth: Int) throws -> JSONValue {
        guard depth < 32 else { throw Problem(description: "is nested too deep") }
        if node.null != nil { return .null }
        if let sequence = node.sequence {
            return .array(try sequence.map { try value($0, depth: depth + 1) })
        }
        guard let mapping = node.mapping else { return .string(node.scalar?.string ?? "") }
        var object = JSONObject()
        for (key, inner) in mapping {
            guard let name = key.scalar?.string else {
                throw Problem(description: "has something else than a name before a colon")
            }
            object.set(name, to: try value(inner, depth: depth + 1))
        }
        return .object(object)
    }
}
