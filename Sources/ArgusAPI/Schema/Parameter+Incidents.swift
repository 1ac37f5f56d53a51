import ArgusWire

extension Operation.Parameter {
    /// Which page of a list is wanted.
    static let pages = [
        Self("cursor", .text, "Where the page begins: what `next` and `previous` say."),
        Self(
            "page_size", .integer(1...1000),
            "How many there are on a page: 100 unless asked otherwise, 1000 at most."),
    ]

    /// That not the incidents are wanted, but their number.
    static let count = [
        Self("count", .text, "Answers how many there are instead; with any value, even none.")
    ]

    /// What a source may ask of its own incidents.
    static let ownIncidentFilter = [
        Self("open", .bool, "True: what has not ended; false: what has. Neither is stateless."),
        Self("stateful", .bool, "What has an extent in time, or has none."),
        Self("acked", .bool, "What somebody has acknowledged, or nobody."),
        Self("ticket", .bool, "What has a ticket's address, or none."),
        Self("hide_closed_acked", .bool, "True: all but what is both closed and acknowledged."),
        Self("token_expiry", .bool, "True: what tells that a token is about to expire."),
        Self("source_incident_id", .text, "What the source calls so."),
        Self("filter_pk", .id, "What a stored filter lets through."),
        Self("notificationprofile_pk", .id, "What the filters of a profile let through."),
        Self(
            "tags", .tagList,
            "`k=v,k=w,l=x`: one of those with the same key, for each key."),
        Self("q", .typedFilter, "A filter as people type it."),
        Self("duration__gte", .integer, "What has lasted for so many minutes."),
        Self("start_time__gte", .time, "What started then or later."),
        Self("start_time__lte", .time, "What started then or before."),
        Self("end_time__gte", .time, "What ended then or later, or is open."),
        Self("end_time__lte", .time, "What ended then or before."),
        Self("end_time__isnull", .bool, "What is stateless, or is not."),
    ]

    /// What may be asked of all incidents.
    static let incidentFilter =
        ownIncidentFilter + [
            Self("level__lte", .level, "This bad or worse."),
            Self("id__in", .idList, "Primary keys, with commas."),
            Self("source__id__in", .idList, "Primary keys of source systems, with commas."),
            Self("source__name__in", .text, "Names of source systems, with commas."),
            Self("source__type__in", .text, "Types of source systems that exist, with commas."),
            Self("search", .text, "All these words, in the description or in the log."),
        ]
}

extension Schema {
    /// A filter as people type it.
    static let typedFilter = text.note("A filter as people type it.").example("host=a or level<=2")

    /// Primary keys with commas.
    fileprivate static let idList = text(matching: "^[0-9]{1,18}(,[0-9]{1,18})*$")
    /// Tags with commas.
    fileprivate static let tagList = text(
        matching: "^[a-z0-9_]+=[^\\s,\\x00]+(,[a-z0-9_]+=[^\\s,\\x00]+)*$")
}
