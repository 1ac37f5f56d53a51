import ArgusCore
import ArgusVocabulary
import ArgusWire

extension Input {
    /// A truth value that may be missing; nil then.
    package mutating func bool(_ name: String) -> Bool? {
        given(name).flatMap { bool(name, $0) }
    }

    /// A truth value that may be missing or null.
    package mutating func nullableBool(_ name: String) -> Bool? {
        guard let value = object[name], value != .null else { return nil }
        return ["null", "Null", "NULL", ""].contains(value.string) ? nil : bool(name, value)
    }

    private mutating func bool(_ name: String, _ value: JSONValue) -> Bool? {
        switch value {
        case .bool(let bool): return bool
        case .integer(1), .number("1.0"): return true
        case .integer(0), .number("0.0"): return false
        case .string(let text):
            switch text.trimmingBlanks().lowercased() {
            case "true", "t", "yes", "y", "on", "1": return true
            case "false", "f", "no", "n", "off", "0": return false
            default: break
            }
        default: break
        }
        refuse(name, "Must be a valid boolean.")
        return nil
    }

    /// A text that may be missing (nil) or null or empty (`.some(nil)`).
    package mutating func nullableText(_ name: String, _ limit: TextLimit) -> String?? {
        guard let value = object[name] else { return nil }
        if value == .null { return .some(nil) }
        return text(name, limit).map { $0.isEmpty ? nil : $0 }
    }

    /// Any JSON that may be missing, but not be null; a form has to write it as a text.
    package mutating func json(_ name: String) -> JSONValue? {
        guard let value = given(name) else { return nil }
        guard isForm, let text = value.string else { return value }
        guard let parsed = try? JSONValue(parsing: text) else {
            refuse(name, "Value must be valid JSON.")
            return nil
        }
        return notNull(name, parsed)
    }

    /// An integer that may be missing or null.
    package mutating func nullableInteger(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = nullable(name) else { return nil }
        switch Self.integer(value, in: range) {
        case .success(let integer): return integer
        case .failure(let problem):
            refuse(name, .text(problem.message))
            return nil
        }
    }

    /// A value as an integer: digits are read too, and a fraction of nothing but zeros is dropped.
    package static func integer(
        _ value: JSONValue, in range: ClosedRange<Int64>
    ) -> Result<Int64, ValueProblem> {
        guard let integer = wholeNumber(value) else {
            return .failure(ValueProblem(message: "A valid integer is required."))
        }
        if integer < range.lowerBound {
            let message = "Ensure this value is greater than or equal to \(range.lowerBound)."
            return .failure(ValueProblem(message: message))
        }
        if integer > range.upperBound {
            let message = "Ensure this value is less than or equal to \(range.upperBound)."
            return .failure(ValueProblem(message: message))
        }
        return .success(integer)
    }

    private static func wholeNumber(_ value: JSONValue) -> Int64? {
        switch value {
        case .integer(let integer): integer
        case .number(let text), .string(let text):
            Int64(withoutZeroFraction(text.trimmingBlanks()))
        default: nil
        }
    }

    private static func withoutZeroFraction(_ text: Substring) -> Substring {
        guard let point = text.firstIndex(of: "."),
            text[point...].dropFirst().allSatisfy({ $0 == "0" })
        else { return text }
        return text[..<point]
    }
}

/// Why a value is not what it should be.
package struct ValueProblem: Error {
    package let message: String

    /// Says why.
    package init(message: String) {
        self.message = message
    }
}
