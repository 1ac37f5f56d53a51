import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Schema {
    /// A stored filter in an answer.
    static func filter(_ version: APIVersion) -> Schema {
        let filter = answer("Filter", ["pk": id, "name": text])
        return version == .v1
            ? filter.adding(["filter_string": text, "filter": filterBlob(version)])
            : filter.adding(["filter": filterBlob(version), "public": bool])
    }

    /// The fields of a filter in an answer: lists only where they were given.
    private static func filterBlob(_ version: APIVersion) -> Schema {
        let either = bool.orNull.note("Null for either.")
        let blob = answer(
            "FilterBlob",
            [
                "sourceSystemIds": list(of: id).optional, "tags": list(of: text).optional,
                "open": either, "acked": either, "stateful": either,
                "maxlevel": level.orNull.note("This bad or worse."), "q": typedFilter.optional,
            ])
        guard version != .v1 else { return blob }
        return blob.adding([
            "source_types": list(of: text).optional, "event_types": list(of: eventType).optional,
            "hide_closed_acked": bool.optional.note("Missing where a change does not name it."),
        ])
    }
}
