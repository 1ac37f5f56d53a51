import ArgusCore
import ArgusHTTP
import ArgusTime
import ArgusWire

/// Reads a filter from the query of a list; what is wrong is collected, so that all of it can be
/// told at once.
struct QueryFilter {
    private let query: Query
    private let version: APIVersion
    private let zone: Zone
    private let sourceTypes: Set<ExactText>
    private let stored: StoredFilters
    private var parts: [IncidentFilter] = []
    private var problems: [Problems.Field] = []

    /// The filter that a query describes, or a refusal of all that is wrong with it.
    ///
    /// `sourceTypes` are those that exist: others are refused. `stored` is what the query names by
    /// primary key. Lists of a source's own incidents
    /// know fewer parameters, and ignore the rest.
    static func read(
        _ call: Call, _ version: APIVersion, sourceTypes: [String], stored: StoredFilters,
        ofOwn: Bool = false
    ) throws(Refusal) -> IncidentFilter {
        if !ofOwn { try checkSearch(call.query) }
        var reader = QueryFilter(
            query: call.query, version: version, zone: call.site.zone,
            sourceTypes: Set(sourceTypes.map { ExactText($0) }), stored: stored)
        reader.readStates()
        reader.readTags()
        reader.readTimes()
        reader.readWritten()
        if !ofOwn { reader.readOthers() }
        guard reader.problems.isEmpty else { throw .invalid(.fields(reader.problems)) }
        return .all(reader.parts)
    }

    private init(
        query: Query, version: APIVersion, zone: Zone, sourceTypes: Set<ExactText>,
        stored: StoredFilters
    ) {
        (self.query, self.version, self.zone) = (query, version, zone)
        (self.sourceTypes, self.stored) = (sourceTypes, stored)
    }

    /// Refuses words to search for that hold U+0000: as a whole, unlike what other parameters hold.
    private static func checkSearch(_ query: Query) throws(Refusal) {
        if query.value("search")?.utf8.contains(0) == true { throw .invalid(Input.nullMessage) }
    }

    private mutating func refuse(_ name: String, _ message: String) {
        problems.append(Problems.Field(name, .messages([message])))
    }

    /// A truth value; anything that is none is ignored, as it always was.
    private func bool(_ name: String) -> Bool? {
        switch query[name] {
        case "true", "True", "1": true
        case "false", "False", "0": false
        default: nil
        }
    }

    /// A text without U+0000, which no text in a database holds.
    private mutating func text(_ name: String) -> String? {
        guard let text = query.value(name), text.utf8.contains(0) else { return query.value(name) }
        refuse(name, Input.nullMessage)
        return nil
    }

    private mutating func readStates() {
        if let open = bool("open") { parts.append(.open(open)) }
        if let stateful = bool("stateful") { parts.append(.stateful(stateful)) }
        if let acked = bool("acked") { parts.append(.acked(acked)) }
        if let ticket = bool("ticket") { parts.append(.hasTicket(ticket)) }
        if bool("hide_closed_acked") == true {
            parts.append(.not(.all([.open(false), .acked(true)])))
        }
        if bool("token_expiry") == true {
            parts.append(.tag(Tag(key: "problem_type", value: "token_expiry")))
        }
        if let id = text("source_incident_id") {
            parts.append(.sourceIncidentID(String(id.trimmingBlanks())))
        }
        for name in stored.malformed { refuse(name, "Enter a whole number.") }
        parts += stored.found
    }

    private mutating func readTags() {
        guard let written = text("tags") else { return }
        let tags = written.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false)
            .map { version.strictTag(String($0)) }
        guard !tags.contains(nil) else { return refuse("tags", version.tagConstruct) }
        parts.append(.tags(tags.compactMap { $0 }))
    }

    private mutating func readWritten() {
        guard let text = query.value("q") else { return }
        do throws(WrittenFilterProblem) {
            parts.append(try WrittenFilter(text, in: zone).filter)
        } catch {
            refuse("q", error.message)
        }
    }

    private mutating func readTimes() {
        if let minutes = number("duration__gte")?.rounded(.towardZero), minutes != 0 {
            // A century either way is as good as forever, and cannot overflow.
            let bounded = Int64(minutes.clamped(to: -52_560_000...52_560_000))
            parts.append(.lastedAtLeast(.seconds(bounded * 60)))
        }
        if let moment = time("start_time__gte") { parts.append(.startTime(.from(.at(moment)))) }
        if let moment = time("start_time__lte") { parts.append(.startTime(.until(.at(moment)))) }
        if let moment = time("end_time__gte") { parts.append(.endTime(.from(.at(moment)))) }
        if let moment = time("end_time__lte") { parts.append(.endTime(.until(.at(moment)))) }
        if let isNull = bool("end_time__isnull") { parts.append(.stateful(!isNull)) }
    }

    private mutating func readOthers() {
        if let level = number("level__lte") {
            parts.append(.levelAtMost(Int64(level.rounded(.down).clamped(to: -1...6))))
        }
        if let ids = numbers("id__in") { parts.append(.ids(ids)) }
        if let ids = numbers("source__id__in") { parts.append(.sources(ids)) }
        if let names = text("source__name__in") {
            parts.append(.sourceNames(Self.names(names)))
        }
        if let types = query.value("source__type__in") {
            let types = Self.names(types)
            if !sourceTypes.isSuperset(of: types.map { ExactText($0) }) {
                refuse(
                    "source__type__in",
                    "Select a valid choice. That choice is not one of the available choices.")
            }
            parts.append(.sourceTypes(types))
        }
        if let words = query.value("search") {
            for word in words.unicodeScalars.split(whereSeparator: Self.endsWord) {
                parts.append(.mentions(SearchText(String(word))))
            }
        }
    }

    private static func names(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: ",").map { String($0) }
    }

    private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "," || scalar.properties.isWhitespace
    }

    private mutating func number(_ name: String) -> Double? {
        guard let text = query.value(name) else { return nil }
        guard let number = Double(text.trimmingBlanks()), number.isFinite else {
            refuse(name, "Enter a number.")
            return nil
        }
        return number
    }

    private mutating func numbers(_ name: String) -> [Int64]? {
        guard let text = query.value(name) else { return nil }
        let numbers = text.split(separator: ",").map { primaryKey($0.trimmingBlanks()) }
        guard !numbers.contains(nil) else {
            refuse(name, "Enter a number.")
            return nil
        }
        return numbers.compactMap { $0 }
    }

    private mutating func time(_ name: String) -> Timestamp? {
        guard let text = query.value(name) else { return nil }
        guard let moment = try? Timestamp(text.trimmingBlanks(), in: zone) else {
            refuse(name, "Enter a valid date/time.")
            return nil
        }
        return moment
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
