import ArgusCore
import ArgusVocabulary

/// Reads what a query asks for, one parameter after the other; what is wrong is collected, so that
/// all of it can be told at once.
///
/// Read every parameter, call ``check()``, and only then use what was read: one that is wrong reads
/// as not asked for.
package struct QueryReader {
    private let query: Query
    private let zone: Zone
    private var problems: [Problems.Field] = []

    /// Reads the query of a request.
    package init(_ call: Call) {
        (query, zone) = (call.query, call.site.zone)
    }

    /// Reads another query, whose times are those of a zone.
    init(_ query: Query, zone: Zone) {
        (self.query, self.zone) = (query, zone)
    }

    /// What is asked for; nil if it is not, or not as it should be.
    package mutating func callAsFunction<Value>(_ parameter: Parameter<Value>) -> Value? {
        self(parameter, as: parameter.name, query.value(parameter.name))
    }

    /// The same from a text that stands elsewhere, under another name.
    package mutating func callAsFunction<Value>(
        _ parameter: Parameter<Value>, as name: String, _ text: String?
    ) -> Value? {
        guard let text, !text.isEmpty else { return nil }
        do {
            return try parameter.read(text, zone)
        } catch {
            refuse(name, .text(error.message))
            return nil
        }
    }

    /// Whether a parameter is there, with any value.
    package func has<Value>(_ parameter: Parameter<Value>) -> Bool {
        query.contains(parameter.name)
    }

    /// Says that a parameter is wrong.
    package mutating func refuse(_ name: String, _ problem: Problem) {
        problems.append(Problems.Field(name, .messages([problem])))
    }

    /// Refuses the query if anything in it is wrong.
    package func check() throws(Refusal) {
        if !problems.isEmpty { throw .invalid(.fields(problems)) }
    }
}

extension Call {
    /// What a parameter of the query asks for; nil if it is not there, refused if it is wrong.
    package func asked<Value>(_ parameter: Parameter<Value>) throws(Refusal) -> Value? {
        var reader = QueryReader(self)
        let value = reader(parameter)
        try reader.check()
        return value
    }
}
