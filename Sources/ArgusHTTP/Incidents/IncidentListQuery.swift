import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

/// What the query of a list asks of incidents.
package struct IncidentListQuery: Sendable {
    /// What all must hold.
    var parts: [IncidentFilter] = []
    /// What is named by primary key, and stands for what must hold too.
    var storedFilter: StoredFilter.ID?
    var profile: NotificationProfile.ID?
    /// Types of source systems, which must be there.
    var sourceTypes: [String] = []
    /// What the one who typed a filter may have meant otherwise.
    package fileprivate(set) var hints: [String] = []

    /// Reads the query of a list; what is wrong is left with the reader.
    ///
    /// Lists of a source's own incidents know fewer parameters, and ignore the rest.
    init(
        _ call: Call, _ version: APIVersion, ofOwn: Bool, _ reader: inout QueryReader
    ) throws(Refusal) {
        // As a whole, unlike what other parameters hold.
        if !ofOwn, call.query.value("search")?.utf8.contains(0) == true {
            throw .invalid(.text(Input.nullMessage))
        }
        for parameter in ofOwn ? IncidentParameter.ofOwn(version) : IncidentParameter.all(version) {
            parameter.read(&reader, &self)
        }
    }

    /// The parameters of a list, for its description.
    package static func parameters(
        _ version: APIVersion, ofOwn: Bool = false
    ) -> [any Asked] {
        ofOwn ? IncidentParameter.ofOwn(version) : IncidentParameter.all(version)
    }
}

/// A parameter of the query of a list of incidents.
private struct IncidentParameter: Asked {
    let described: DescribedOperation.Parameter
    let read: @Sendable (inout QueryReader, inout IncidentListQuery) -> Void

    /// Declares one, and what its value means for the query.
    init<Value>(
        _ parameter: Parameter<Value>,
        use: @escaping @Sendable (inout IncidentListQuery, Value) -> Void
    ) {
        described = parameter.described
        read = { reader, query in
            if let value = reader(parameter) { use(&query, value) }
        }
    }

    /// Declares one, and what must hold for its value.
    init<Value>(
        _ parameter: Parameter<Value>, filter: @escaping @Sendable (Value) -> IncidentFilter?
    ) {
        self.init(
            parameter,
            use: { query, value in
                if let part = filter(value) { query.parts.append(part) }
            })
    }
}

extension IncidentParameter {
    /// What may be asked of all incidents.
    static func all(_ version: APIVersion) -> [Self] { ofOwn(version) + others }

    /// What a source may ask of its own incidents.
    static func ofOwn(_ version: APIVersion) -> [Self] {
        states + [stored, profile, tags(version)] + times + [typed]
    }

    private static let states = [
        Self(
            Parameter<Bool>.bool(
                "open", "True: what has not ended; false: what has. Neither is stateless."),
            filter: { .open($0) }),
        Self(
            Parameter<Bool>.bool("stateful", "What has an extent in time, or has none."),
            filter: { .stateful($0) }),
        Self(
            Parameter<Bool>.bool("acked", "What somebody has acknowledged, or nobody."),
            filter: { .acked($0) }),
        Self(
            Parameter<Bool>.bool("ticket", "What has a ticket's address, or none."),
            filter: { .hasTicket($0) }),
        Self(
            Parameter<Bool>.bool(
                "hide_closed_acked", "True: all but what is both closed and acknowledged."),
            filter: { $0 ? .not(.all([.open(false), .acked(true)])) : nil }),
        Self(
            Parameter<Bool>.bool(
                "token_expiry", "True: what tells that a token is about to expire."),
            filter: { $0 ? .tag(Tag(key: "problem_type", value: "token_expiry")) : nil }),
        Self(
            Parameter<String>.text("source_incident_id", "What the source calls so."),
            filter: { .sourceIncidentID(String($0.trimmingBlanks())) }),
    ]

    private static let stored = Self(
        Parameter<Int64>.key("filter_pk", "What a stored filter lets through."),
        use: { $0.storedFilter = StoredFilter.ID($1) })

    private static let profile = Self(
        Parameter<Int64>.key(
            "notificationprofile_pk", "What the filters of a profile let through."),
        use: { $0.profile = NotificationProfile.ID($1) })

    private static func tags(_ version: APIVersion) -> Self {
        let pattern = "^[a-z0-9_]+=[^\\s,\\x00]+(,[a-z0-9_]+=[^\\s,\\x00]+)*$"
        let text = Parameter<String>.text("tags", "")
        return Self(
            Parameter<[Tag]>(
                "tags", .text(matching: pattern),
                "`k=v,k=w,l=x`: one of those with the same key, for each key."
            ) { written, zone throws(ValueProblem) in
                let written = try text.read(written, zone) ?? ""
                let tags = written.unicodeScalars
                    .split(separator: ",", omittingEmptySubsequences: false)
                    .map { version.strictTag(String($0)) }
                if tags.contains(nil) { throw ValueProblem(message: version.tagConstruct) }
                return tags.compactMap(\.self)
            }, filter: { .tags($0) })
    }

    private static let times = [
        Self(
            Parameter<Double>.number(
                "duration__gte", .integer, "What has lasted for so many minutes."),
            filter: { minutes in
                let minutes = minutes.rounded(.towardZero)
                // A century either way is as good as forever, and cannot overflow.
                let bounded = Int64(minutes.clamped(to: -52_560_000...52_560_000))
                return minutes == 0 ? nil : .lastedAtLeast(.seconds(bounded * 60))
            }),
        Self(
            Parameter<Timestamp>.time("start_time__gte", "What started then or later."),
            filter: { .startTime(.from(.at($0))) }),
        Self(
            Parameter<Timestamp>.time("start_time__lte", "What started then or before."),
            filter: { .startTime(.until(.at($0))) }),
        Self(
            Parameter<Timestamp>.time("end_time__gte", "What ended then or later, or is open."),
            filter: { .endTime(.from(.at($0))) }),
        Self(
            Parameter<Timestamp>.time("end_time__lte", "What ended then or before."),
            filter: { .endTime(.until(.at($0))) }),
        Self(
            Parameter<Bool>.bool("end_time__isnull", "What is stateless, or is not."),
            filter: { .stateful(!$0) }),
    ]

    private static let typed = Self(
        Parameter<WrittenFilter>("q", .typedFilter, "A filter as people type it.") {
            text, zone throws(ValueProblem) in
            do throws(WrittenFilterProblem) {
                return try WrittenFilter(text, in: zone)
            } catch {
                throw ValueProblem(message: error.message)
            }
        },
        use: { query, written in
            query.parts.append(written.filter)
            query.hints = written.hints
        })

    /// What may not be asked of one's own incidents alone.
    private static let others = [
        Self(
            Parameter<Double>.number("level__lte", .level, "This bad or worse."),
            filter: { .levelAtMost(Int64($0.rounded(.down).clamped(to: -1...6))) }),
        Self(
            Parameter<[Int64]>.keys("id__in", "Primary keys, with commas."),
            filter: { .ids($0) }),
        Self(
            Parameter<[Int64]>.keys(
                "source__id__in", "Primary keys of source systems, with commas."),
            filter: { .sources($0) }),
        Self(
            Parameter<[String]>.texts(
                "source__name__in", "Names of source systems, with commas."),
            filter: { .sourceNames($0) }),
        Self(
            Parameter<[String]>(
                "source__type__in", .text, "Types of source systems that exist, with commas."
            ) {
                text, _ in text.unicodeScalars.split(separator: ",").map { String($0) }
            },
            use: { query, types in
                query.sourceTypes = types
                query.parts.append(.sourceTypes(types))
            }),
        Self(
            Parameter<[String]>(
                "search", .text, "All these words, in the description or in the log."
            ) {
                text, _ in text.unicodeScalars.split(whereSeparator: endsWord).map { String($0) }
            },
            use: { query, words in query.parts += words.map { .mentions(SearchText($0)) } }),
    ]

    private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "," || scalar.properties.isWhitespace
    }
}

extension Schema {
    /// A filter as people type it.
    package static let typedFilter = text.note("A filter as people type it.")
        .example("host=a or level<=2")
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
