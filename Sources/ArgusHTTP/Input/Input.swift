import ArgusCore
import ArgusVocabulary
import ArgusWire

/// The members of a body, read one by one; what is wrong is collected, so that all of it can be
/// told at once.
///
/// Read every member, call ``check()``, and only then use what was read: a member that is wrong
/// reads as a stand-in of its type.
package struct Input {
    package let object: Members
    /// In which times without an offset are read.
    package let zone: Zone
    /// When it was received: of two moments that a time may stand for, the nearer one is meant.
    package let received: Timestamp
    /// Whether it came as a form, in which every value is a text, and what is left empty is null.
    package let isForm: Bool
    /// Whether a source system sent it, which has to say when things happened.
    package let isFromSource: Bool
    /// The most bytes that the metadata of an incident may have.
    package let maxMetadata: Int
    private(set) var problems: [Problems.Field] = []

    /// Takes a body; refuses one that is no object.
    package init(
        _ body: JSONValue, zone: Zone, received: Timestamp, isForm: Bool = false,
        isFromSource: Bool = false, maxMetadata: Int = SiteSettings.usualMetadata
    ) throws(Refusal) {
        (self.received, self.isForm, self.isFromSource) = (received, isForm, isFromSource)
        self.maxMetadata = maxMetadata
        switch body {
        case .object(let object):
            (self.object, self.zone) = (Members(object, isForm: isForm), zone)
        case .null: throw .invalid(Problems.whole, "No data provided")
        default:
            throw .invalid(
                Problems.whole,
                "Invalid data. Expected a dictionary, but got \(body.pythonType).")
        }
    }

    /// Collects problems below one of another input's members.
    init(nestedIn other: Input) {
        (object, zone, isForm) = (Members(JSONObject()), other.zone, other.isForm)
        (received, isFromSource) = (other.received, other.isFromSource)
        maxMetadata = other.maxMetadata
    }

    /// Refuses the input if anything in it is wrong.
    package func check() throws(Refusal) {
        if !problems.isEmpty { throw .invalid(.fields(problems)) }
    }

    /// Whether a member is there.
    package func has(_ name: String) -> Bool { object.has(name) }

    /// Says that a member is wrong.
    package mutating func refuse(_ name: String, _ problem: Problem) {
        refuse(name, .messages([problem]))
    }

    /// Says that a member is wrong.
    package mutating func refuse(_ name: String, _ problems: Problems) {
        self.problems.append(Problems.Field(name, problems))
    }

    /// Says that a member is missing which must be there.
    mutating func refuseMissing(_ name: String) { refuse(name, .missing) }

    /// A member that must be there and not be null.
    package mutating func required(_ name: String) -> JSONValue? {
        guard let value = object[name] else {
            refuseMissing(name)
            return nil
        }
        return notNull(name, value)
    }

    /// A member that may be missing, but not be null.
    package mutating func optional(_ name: String) -> JSONValue? {
        object[name].flatMap { notNull(name, $0) }
    }

    /// A member that may be missing or null, which in a form it is if it is left empty; nil then.
    package func nullable(_ name: String) -> JSONValue? {
        guard let value = object[name], value != .null, !isForm || value != "" else { return nil }
        return value
    }

    /// A member other than a text that may be missing, which in a form it is if it is left empty, but
    /// not be null.
    package mutating func given(_ name: String) -> JSONValue? {
        if isForm, object[name] == "" { return nil }
        return optional(name)
    }

    /// A value that must not be null.
    mutating func notNull(_ name: String, _ value: JSONValue) -> JSONValue? {
        guard value == .null else { return value }
        refuse(name, .null)
        return nil
    }
}

extension Input {
    /// What is said of a text that holds U+0000.
    package static let nullMessage = "Null characters are not allowed."

    /// A text that may be missing; nil then.
    package mutating func text(_ name: String, _ limit: TextLimit = .anyText) -> String? {
        optional(name).flatMap { text(name, $0, limit) }
    }

    /// A text that may be missing, but not be blank; nil then.
    package mutating func someText(_ name: String, _ limit: TextLimit = .anyText) -> String? {
        guard let text = text(name, limit) else { return nil }
        if text.isEmpty { refuse(name, .blank) }
        return text
    }

    /// A text that must be there and not be blank.
    package mutating func requiredText(_ name: String, _ limit: TextLimit = .anyText) -> String {
        guard let value = required(name), let text = text(name, value, limit) else { return "" }
        if text.isEmpty { refuse(name, .blank) }
        return text
    }

    private mutating func text(_ name: String, _ value: JSONValue, _ limit: TextLimit) -> String? {
        switch Self.text(value) {
        case .success(let text):
            if let problem = limit.problem(of: text) {
                refuse(name, problem)
                return nil
            }
            return text
        case .failure(let problem):
            refuse(name, .text(problem.message))
            return nil
        }
    }

    /// A value as a text: blanks at its ends are dropped, and numbers are written out.
    package static func text(_ value: JSONValue) -> Result<String, ValueProblem> {
        let text: String
        switch value {
        case .string(let string): text = String(string.trimmingBlanks())
        case .integer(let integer): text = String(integer)
        case .number(let number): text = number
        default: return .failure(ValueProblem(message: "Not a valid string."))
        }
        if text.utf8.contains(0) {
            return .failure(ValueProblem(message: nullMessage))
        }
        return .success(text)
    }

    /// A URL that may be missing; nil then.
    package mutating func url(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        guard WebURL.isValid(text) else {
            refuse(name, .malformed(.url))
            return nil
        }
        return text
    }
}

extension JSONValue {
    /// The value as Python prints it, for the API's messages.
    package var pythonText: String {
        switch self {
        case .null: "None"
        case .bool(let bool): bool ? "True" : "False"
        case .integer(let integer): String(integer)
        case .number(let text), .string(let text): text
        case .array(let items): "[\(items.map(\.pythonLiteral).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.members.map { "'\($0.name)': \($0.value.pythonLiteral)" }.joined(separator: ", "))}"
        }
    }

    private var pythonLiteral: String {
        if case .string(let text) = self { "'\(text)'" } else { pythonText }
    }

    /// What Python calls a value of this kind, for the API's messages.
    package var pythonType: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .integer: "int"
        case .number(let text): text.contains { ".eE".contains($0) } ? "float" : "int"
        case .string: "str"
        case .array: "list"
        case .object: "dict"
        }
    }
}
