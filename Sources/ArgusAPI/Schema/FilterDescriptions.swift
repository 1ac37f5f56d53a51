import ArgusWire
import HTTPTypes

/// Describes `notificationprofiles/filters/` and trying a filter; not in version 3.
struct FilterDescriptions {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/" }
    private var id: String { "\(version.prefix)notificationprofiles_" }

    var operations: [Operation] {
        version == .v3 ? [] : [list, create, one, replace, change, delete] + previews
    }

    private var list: Operation {
        Operation(
            .get, "\(root)filters/", id: "\(id)filters_list", .filters,
            "Lists one's own filters, and those that others made public.",
            answers: [.ok(.list(of: .filter(version)), "All of them.")])
    }

    private var create: Operation {
        Operation(
            .post, "\(root)filters/", id: "\(id)filters_create", .filters, "Stores a filter.",
            body: Operation.Body(.newFilter(version, isWhole: true), example: example),
            isOnce: true, answers: [.created(.filter(version))])
    }

    private var one: Operation {
        Operation(
            .get, "\(root)filters/:pk/", id: "\(id)filters_retrieve", .filters,
            "Shows a filter.", answers: [.ok(.filter(version), "The filter.")])
    }

    private var replace: Operation {
        Operation(
            .put, "\(root)filters/:pk/", id: "\(id)filters_update", .filters,
            "Changes one's own filter.", details: "What is not mentioned stays.",
            body: Operation.Body(.newFilter(version, isWhole: true), example: example),
            answers: [.ok(.filter(version))])
    }

    private var change: Operation {
        Operation(
            .patch, "\(root)filters/:pk/", id: "\(id)filters_partial_update", .filters,
            "Changes some of one's own filter.",
            body: Operation.Body(.newFilter(version, isWhole: false), example: example),
            answers: [.ok(.filter(version))])
    }

    private var delete: Operation {
        Operation(
            .delete, "\(root)filters/:pk/", id: "\(id)filters_destroy", .filters,
            "Deletes one's own filter, if no profile and no maintenance uses it.", refuses: [400],
            answers: [.noContent])
    }

    private var previews: [Operation] {
        ["filterpreview", "preview"].map { name in
            Operation(
                .post, "\(root)\(name)/", id: "\(id)\(name)_create", .filters,
                "Lists the incidents that a filter would find, before it is stored.",
                body: Operation.Body(.newFilterBlob(version), example: blob),
                answers: [.ok(.list(of: .incident(version)), "All of them.")])
        }
    }

    private let blob: JSONValue = ["tags": ["a=1"], "open": true, "maxlevel": 3]

    private var example: JSONValue { ["name": "mine", "filter": blob] }
}

extension Schema {
    private static let states: KeyValuePairs<String, Schema> = [
        "open": .bool.orNull.note("Null for either."),
        "acked": .bool.orNull.note("Null for either."),
        "stateful": .bool.orNull.note("Null for either."),
        "maxlevel": .level.orNull.note("This bad or worse."),
    ]
    private static let eventTypes = list(of: choice(EventTypeJSON.allCases.map(\.rawValue)))

    /// The fields of a filter in a body.
    static func newFilterBlob(_ version: APIVersion) -> Schema {
        let lists: KeyValuePairs<String, Schema> = [
            "sourceSystemIds": list(of: integer(1...Int64.max), atMost: 200),
            "tags": list(of: text(3...), atMost: 200).note(
                "`key=value` each: one of those with the same key, for each key."),
        ]
        let blob = body("NewFilterBlob", lists).adding(states).adding(["q": .typedFilter.orNull])
        guard version != .v1 else { return blob }
        return blob.adding([
            "source_types": list(of: someText, atMost: 200),
            "event_types": eventTypes.note("Incidents with such an event in their log."),
            "hide_closed_acked": bool.note("True: all but what is closed and acknowledged."),
        ])
    }

    /// A filter in a body.
    static func newFilter(_ version: APIVersion, isWhole: Bool) -> Schema {
        let name = text(1...40).note("Unique among one's own.")
        let filter = newFilterBlob(version).note("All must hold; without any, nothing does.")
        return body(
            isWhole ? "NewFilter" : "PatchedFilter",
            ["name": isWhole ? name.required : name, "filter": filter]
        ).adding(
            version == .v1
                ? ["filter_string": text.note("The two lists once more, as JSON in a text.")]
                : ["public": bool.note("Whether everybody may use it.")])
    }

    /// A stored filter in an answer.
    static func filter(_ version: APIVersion) -> Schema {
        let start: KeyValuePairs<String, Schema> = ["pk": id, "name": text]
        let filter = answer("Filter", start)
        return version == .v1
            ? filter.adding(["filter_string": text, "filter": filterBlob(version)])
            : filter.adding(["filter": filterBlob(version), "public": bool])
    }

    /// The fields of a filter in an answer: lists only where they were given.
    static func filterBlob(_ version: APIVersion) -> Schema {
        let blob = answer(
            "FilterBlob",
            ["sourceSystemIds": list(of: id).optional, "tags": list(of: text).optional]
        ).adding(states).adding(["q": .typedFilter.optional])
        guard version != .v1 else { return blob }
        return blob.adding([
            "source_types": list(of: text).optional, "event_types": eventTypes.optional,
            "hide_closed_acked": bool.optional.note("Missing where a change does not name it."),
        ])
    }
}
