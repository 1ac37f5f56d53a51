import ArgusVocabulary
import ArgusWire

/// What the fields of a form stand for: the object that the same body would be as JSON.
///
/// Names nest as those of Django REST's forms do: `tags[0]tag=a` is an item of a list, with a member
/// or without, and `filter.open=on` a member of an object. A name that stands there more than once
/// is a list too.
struct FormFields {
    /// One name and what it is given.
    typealias Field = (name: Substring, value: JSONValue)

    private var names: [String] = []
    private var groups: [String: Group] = [:]

    /// What stands under one name.
    private struct Group {
        var values: [JSONValue] = []
        var items: [Int: [Field]] = [:]
        var members: [Field] = []
    }

    /// More than so deep nothing nests: the rest of a name is one name.
    private static let deepest = 8

    /// Reads fields in the order in which they stand there.
    static func object(_ fields: [Field], depth: Int = 0) -> JSONObject {
        var form = FormFields()
        for field in fields { form.add(field, nesting: depth < deepest) }
        return JSONObject(form.names.map { ($0, form.value(of: $0, depth)) })
    }

    private mutating func add(_ field: Field, nesting: Bool) {
        let head = nesting ? field.name.prefix { $0 != "[" && $0 != "." } : field.name
        let rest = field.name[head.endIndex...]
        if head.isEmpty || rest.isEmpty {
            group(field.name) { $0.values.append(field.value) }
        } else if rest.hasPrefix("."), rest.utf8.count > 1 {
            group(head) { $0.members.append((rest.dropFirst(), field.value)) }
        } else if let (index, inner) = Self.index(rest) {
            group(head) { $0.items[index, default: []].append((inner, field.value)) }
        } else {
            group(field.name) { $0.values.append(field.value) }
        }
    }

    /// The place in `[7]name`, and what stands behind it.
    private static func index(_ text: Substring) -> (Int, Substring)? {
        guard let end = text.firstIndex(of: "]") else { return nil }
        let digits = text[..<end].dropFirst()
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(digits) else {
            return nil
        }
        return (index, text[end...].dropFirst())
    }

    private mutating func group(_ name: Substring, _ change: (inout Group) -> Void) {
        let name = String(name)
        if groups[name] == nil { names.append(name) }
        change(&groups[name, default: Group()])
    }

    private func value(of name: String, _ depth: Int) -> JSONValue {
        guard let group = groups[name] else { return .null }
        if !group.items.isEmpty {
            let items = group.items.sorted { $0.key < $1.key }
            return .array(items.map { Self.item($0.value, depth) })
        }
        if group.values.isEmpty { return .object(Self.object(group.members, depth: depth + 1)) }
        return group.values.count == 1 ? group.values[0] : .array(group.values)
    }

    /// An item that has no members is what it is given last.
    private static func item(_ fields: [Field], _ depth: Int) -> JSONValue {
        let members = fields.filter { !$0.name.isEmpty }
        if members.isEmpty, let last = fields.last { return last.value }
        return .object(object(members, depth: depth + 1))
    }
}
