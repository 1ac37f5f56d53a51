import ArgusVocabulary
import ArgusWire

/// The members of an object in a body.
package struct Members: Sendable {
    /// All of it as it is, for whoever keeps it.
    package let all: JSONObject
    private let isForm: Bool

    /// Takes an object; in one from a form, of a name that stands there more than once the last
    /// value counts, but for whoever asks for a ``list(_:)``.
    package init(_ object: JSONObject, isForm: Bool = false) {
        (all, self.isForm) = (object, isForm)
    }

    /// The value of this name, which may be missing.
    package subscript(name: String) -> JSONValue? {
        guard isForm, let last = all[name]?.array?.last, last.string != nil else {
            return all[name]
        }
        return last
    }

    /// The items of the list that a form writes under this name; nil if this is no form, or it says
    /// nothing of it.
    func list(_ name: String) -> [JSONValue]? {
        guard isForm, let value = all[name] else { return nil }
        return value.array ?? [value]
    }

    /// Whether a member is there.
    package func has(_ name: String) -> Bool { all[name] != nil }

    /// The names that are there, in order.
    package var names: [String] { all.members.map(\.name) }
}
