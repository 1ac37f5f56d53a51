import ArgusWire
import Synchronization

/// Notes which parts of a request are read, so that a test can compare them with what is documented.
///
/// Nothing is noted unless a test sets ``current``.
package final class ReadLog: Sendable {
    /// The log of the request that is being answered.
    @TaskLocal package static var current: ReadLog?

    private let noted = Mutex(Reads())

    /// What was read, by name.
    package struct Reads: Equatable, Sendable {
        package var parameters: Set<String> = []
        package var headers: Set<String> = []
        /// Members of the body, at any depth.
        package var members: Set<String> = []
        /// Those of them that had to be there, whatever else was.
        package var requiredMembers: Set<String> = []

        fileprivate var optionalMembers: Set<String> = []

        /// What tells is compared, and not how it was found out.
        package static func == (one: Reads, other: Reads) -> Bool {
            (one.parameters, one.headers, one.members, one.requiredMembers)
                == (other.parameters, other.headers, other.members, other.requiredMembers)
        }

        /// Starts with nothing.
        package init() {}
    }

    /// Starts with nothing noted.
    package init() {}

    /// What was noted so far.
    package var reads: Reads { noted.withLock { $0 } }

    func parameter(_ name: String) {
        _ = noted.withLock { $0.parameters.insert(name) }
    }

    func header(_ name: String) {
        _ = noted.withLock { $0.headers.insert(name) }
    }

    func member(_ name: String, isRequired: Bool) {
        noted.withLock { reads in
            reads.members.insert(name)
            if isRequired, !reads.optionalMembers.contains(name) {
                reads.requiredMembers.insert(name)
            }
        }
    }

    /// Asking whether a member is there before requiring it means that it may be missing.
    func presence(of name: String) {
        noted.withLock { reads in
            reads.members.insert(name)
            reads.optionalMembers.insert(name)
        }
    }
}

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
        ReadLog.current?.member(name, isRequired: false)
        return value(name)
    }

    /// The value of this name, without which the body is refused.
    package func required(_ name: String) -> JSONValue? {
        ReadLog.current?.member(name, isRequired: true)
        return value(name)
    }

    private func value(_ name: String) -> JSONValue? {
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
    package func has(_ name: String) -> Bool {
        ReadLog.current?.presence(of: name)
        return all[name] != nil
    }

    /// The names that are there, in order.
    package var names: [String] { all.members.map(\.name) }
}
