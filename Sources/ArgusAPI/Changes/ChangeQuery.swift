import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import HTTPTypes

/// Where somebody begins to follow the changes, and how patiently.
struct ChangeQuery {
    /// The last change that the asker has; nil to begin now.
    let since: RecordedChange.ID?
    /// How many are answered at most, where no stream is asked for.
    let limit: Int
    /// For how many seconds the answer may wait for the first, where no stream is asked for.
    let timeout: Int
    /// Whether changes of incidents that do not fit are told too.
    let tellsOthers: Bool

    static let parameters: [any Asked] = [sinceAsked, limitAsked, timeoutAsked, unmatched]

    static let lastEventID = DescribedOperation.Parameter(
        HTTPField.Name.lastEventID.rawName, in: .header, .text(matching: "^[0-9]{1,18}$"),
        "As `since`: what browsers send when they connect again.")

    private static let sinceAsked = Parameter<Int64>.integer(
        "since", 0...Int64.max, "The last change that one has; missing: from now on.")
    private static let limitAsked = Parameter<Int64>.integer(
        "limit", 1...1000, "How many are answered at most; 1000 if missing.")
    private static let timeoutAsked = Parameter<Int64>.integer(
        "timeout", 0...60,
        "For how many seconds the answer may wait for the first; 30 if missing.")
    private static let unmatched = Parameter<Bool>.bool(
        "unmatched", "True: changes of incidents that do not fit are told too.")

    /// Reads the query of a request and the header `Last-Event-ID`, or refuses all that is wrong.
    init(_ call: Call) throws(Refusal) {
        var asked = QueryReader(call)
        // A browser that connects again repeats the query, and says in the header how far it came.
        let header = call.header(.lastEventID)
        let last =
            header == nil
            ? asked(Self.sinceAsked)
            : asked(Self.sinceAsked, as: Self.lastEventID.name, header)
        since = last.map { RecordedChange.ID($0) }
        limit = Int(asked(Self.limitAsked) ?? 1000)
        timeout = Int(asked(Self.timeoutAsked) ?? 30)
        tellsOthers = asked(Self.unmatched) ?? false
        try asked.check()
    }
}

extension HTTPField.Name {
    /// `Last-Event-ID`: the last event that whoever connects again has got.
    fileprivate static let lastEventID = Self("Last-Event-ID") ?? .via
}
