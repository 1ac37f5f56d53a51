import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary

/// What a query may ask for, as an action says it.
package protocol Asked: Sendable {
    /// What is said of it.
    var described: DescribedOperation.Parameter { get }
}

/// Something that a query may ask for: how it is described, and how it is read.
package struct Parameter<Value>: Asked {
    package let described: DescribedOperation.Parameter
    let read: @Sendable (String, Zone) throws(ValueProblem) -> Value?

    /// Declares a parameter; an empty one counts as not asked for.
    package init(
        _ name: String, _ schema: Schema, _ note: String,
        _ read: @escaping @Sendable (String, Zone) throws(ValueProblem) -> Value?
    ) {
        described = DescribedOperation.Parameter(name, in: .query, schema, note)
        self.read = read
    }

    /// The name in the query.
    package var name: String { described.name }
}

extension Parameter where Value == Bool {
    /// A truth value; anything that is none is ignored, as it always was.
    package static func bool(_ name: String, _ note: String) -> Parameter {
        Parameter(name, .bool, note) { text, _ in truth(text) }
    }

    /// A truth value; anything that is none is refused.
    package static func strictBool(_ name: String, _ note: String) -> Parameter {
        Parameter(name, .bool, note) { text, _ throws(ValueProblem) in
            if let truth = truth(text) { return truth }
            throw ValueProblem(message: "Must be true or false.")
        }
    }

    private static func truth(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "1": true
        case "false", "False", "0": false
        default: nil
        }
    }
}

extension Parameter where Value == String {
    /// A text without U+0000, which no text in a database holds.
    package static func text(_ name: String, _ note: String) -> Parameter {
        Parameter(name, .text, note) { text, _ throws(ValueProblem) in
            if text.utf8.contains(0) { throw ValueProblem(message: Input.nullMessage) }
            return text
        }
    }
}

extension Parameter where Value == [String] {
    /// Texts with commas between them.
    package static func texts(_ name: String, _ note: String) -> Parameter {
        let text = Parameter<String>.text(name, note)
        return Parameter(name, .text, note) { written, zone throws(ValueProblem) in
            try text.read(written, zone)?.unicodeScalars.split(separator: ",").map { String($0) }
        }
    }
}

extension Parameter where Value == Int64 {
    /// A whole number within bounds.
    package static func integer(
        _ name: String, _ range: ClosedRange<Int64>, _ note: String
    ) -> Parameter {
        Parameter(name, .integer(range), note) { text, _ throws(ValueProblem) in
            if let number = Int64(text), range.contains(number) { return number }
            let bounds = " from \(range.lowerBound) to \(range.upperBound)"
            throw ValueProblem(
                message: "Enter a whole number\(range.upperBound == .max ? "" : bounds).")
        }
    }

    /// A primary key.
    package static func key(_ name: String, _ note: String) -> Parameter {
        Parameter(name, .id, note) { text, _ throws(ValueProblem) in
            if let key = primaryKey(text.trimmingBlanks()) { return key }
            throw ValueProblem(message: "Enter a whole number.")
        }
    }
}

extension Parameter where Value == [Int64] {
    /// Primary keys with commas between them.
    package static func keys(_ name: String, _ note: String) -> Parameter {
        let schema = Schema.text(matching: "^[0-9]{1,18}(,[0-9]{1,18})*$")
        return Parameter(name, schema, note) { text, _ throws(ValueProblem) in
            let keys = text.split(separator: ",").map { primaryKey($0.trimmingBlanks()) }
            if keys.contains(nil) { throw ValueProblem(message: "Enter a number.") }
            return keys.compactMap(\.self)
        }
    }
}

extension Parameter where Value == Double {
    /// A number, which may have a fraction although it should not.
    package static func number(_ name: String, _ schema: Schema, _ note: String) -> Parameter {
        Parameter(name, schema, note) { text, _ throws(ValueProblem) in
            if let number = Double(text.trimmingBlanks()), number.isFinite { return number }
            throw ValueProblem(message: "Enter a number.")
        }
    }
}

extension Parameter where Value == Timestamp {
    /// A time.
    package static func time(_ name: String, _ note: String) -> Parameter {
        Parameter(name, .time, note) { text, zone throws(ValueProblem) in
            if let moment = try? Timestamp(text.trimmingBlanks(), in: zone) { return moment }
            throw ValueProblem(message: "Enter a valid date/time.")
        }
    }
}

extension Parameter where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of the words of an enum.
    package static func word(_ name: String, _ note: String) -> Parameter {
        let words = Value.allCases.map(\.rawValue)
        return Parameter(name, .choice(words), note) { text, _ throws(ValueProblem) in
            if let value = Value(rawValue: text) { return value }
            throw ValueProblem(message: "Known are \(words.joined(separator: ", ")).")
        }
    }
}
