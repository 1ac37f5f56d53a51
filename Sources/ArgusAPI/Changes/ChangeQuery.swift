import ArgusCore
import ArgusHTTP
import HTTPTypes

/// Where somebody begins to follow the changes, and how patiently.
struct ChangeQuery {
    /// The last change that the asker has; nil to begin now.
    let since: Change.ID?
    /// How many are answered at most, where no stream is asked for.
    let limit: Int
    /// For how many seconds the answer may wait for the first, where no stream is asked for.
    let timeout: Int
    /// Whether changes of incidents that do not fit are told too.
    let tellsOthers: Bool

    /// Reads the query of a request and the header `Last-Event-ID`, or refuses all that is wrong.
    init(_ call: Call) throws(Refusal) {
        var problems: [Problems.Field] = []
        func number(_ name: String, _ text: String?, in range: ClosedRange<Int64>) -> Int64? {
            guard let text, !text.isEmpty else { return nil }
            if let number = Int64(text), range.contains(number) { return number }
            let message =
                range.upperBound == .max
                ? "Enter a whole number."
                : "Enter a whole number from \(range.lowerBound) to \(range.upperBound)."
            problems.append(Problems.Field(name, .messages([message])))
            return nil
        }
        // A browser that connects again repeats the query, and says in the header how far it came.
        let header = call.header(.lastEventID)
        let name = header == nil ? "since" : "Last-Event-ID"
        since = number(name, header ?? call.query.value("since"), in: 0 ... .max)
            .map { Change.ID($0) }
        limit = Int(number("limit", call.query.value("limit"), in: 1...1000) ?? 1000)
        timeout = Int(number("timeout", call.query.value("timeout"), in: 0...60) ?? 30)
        tellsOthers = ["true", "True", "1"].contains(call.query["unmatched"])
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
    }
}

extension HTTPField.Name {
    /// `Last-Event-ID`: the last event that whoever connects again has got.
    static let lastEventID = Self("Last-Event-ID") ?? .via
}
