import ArgusVocabulary
import ArgusWire
import Yams

extension JSONValue {
    /// The same value in YAML, in the same order.
    package var yaml: String {
        get throws { try serialize(node: node, width: -1, allowUnicode: true) }
    }

    private var node: Node {
        switch self {
        case .string(let text): .scalar(text.represented())
        case .array(let items): Node(items.map(\.node))
        case .object(let object):
            Node(object.members.map { (.scalar($0.name.represented()), $0.value.node) })
        case .null, .bool, .integer, .number: .scalar(Node.Scalar(text))
        }
    }
}
