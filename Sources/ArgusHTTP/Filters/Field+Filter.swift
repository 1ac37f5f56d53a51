import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Field where Value == FilterBlob {
    /// The fields of a filter; the first version knows fewer.
    package static func filterBlob(_ version: APIVersion) -> Field {
        let isNewer = version != .v1
        return Field(
            Field<[Int64]?>.list("sourceSystemIds", of: .integer(1...Int64.max)) {
                Input.integer($0, in: 1...Int64.max)
            },
            Field<[String]?>.list("tags", of: .text(3...)) { text($0, minLength: 3) }
                .note("`key=value` each: one of those with the same key, for each key."),
            Field<Bool?>.nullableBool("open").note("Null for either."),
            Field<Bool?>.nullableBool("acked").note("Null for either."),
            Field<Bool?>.nullableBool("stateful").note("Null for either."),
            Field<Int64?>.nullableInteger("maxlevel", in: 1...5).note("This bad or worse."),
            Field<WrittenFilter?>.written("q"),
            Field<[String]?>.list("source_types", of: .someText) { text($0, minLength: 1) }
                .only(if: isNewer),
            Field<[EventType]?>.eventTypes.only(if: isNewer),
            Field<Bool?>.bool("hide_closed_acked")
                .note("True: all but what is closed and acknowledged.").only(if: isNewer)
        ) { sources, tags, open, acked, stateful, maxLevel, written, types, events, hide in
            var blob = FilterBlob()
            (blob.sources, blob.tags, blob.sourceTypes) = (sources, tags, types)
            (blob.open, blob.acked, blob.stateful) = (open, acked, stateful)
            (blob.maxLevel, blob.written) = (maxLevel, written?.text)
            blob.eventTypes = events?.withoutRepetitions()
            blob.hideClosedAcked = hide ?? false
            return blob
        }
    }

    private static func text(
        _ value: JSONValue, minLength: Int
    ) -> Result<String, ValueProblem> {
        Input.text(value).flatMap { text in
            if text.isEmpty {
                return .failure(ValueProblem(message: Problem.blank.message))
            }
            guard text.unicodeScalars.count >= minLength else {
                let message = "Ensure this field has at least \(minLength) characters."
                return .failure(ValueProblem(message: message))
            }
            return .success(text)
        }
    }
}

extension Field where Value == [EventType]? {
    fileprivate static var eventTypes: Field {
        let schema = Schema.list(of: .eventType)
            .note("Incidents with such an event in their log.")
        return Field("event_types", schema) { input, name in
            input.optional(name).flatMap { input.choices(name, $0, EventType.init(rawValue:)) }
        }
    }
}

extension Field where Value == WrittenFilter? {
    /// A filter in the language that people type, that may be missing, null or blank.
    fileprivate static func written(_ name: String) -> Field {
        Field(name, .typedFilter.orNull) { input, name in
            guard input.object[name] != .null, let text = input.text(name), !text.isEmpty else {
                return nil
            }
            do throws(WrittenFilterProblem) {
                return try WrittenFilter(text, in: input.zone)
            } catch {
                input.refuse(name, .text(error.message))
                return nil
            }
        }
    }
}

extension Form where Value == FilterBlob {
    /// A filter that is not stored.
    package static func filterBlob(_ version: APIVersion) -> Form {
        Form("NewFilterBlob", .filterBlob(version), example: .filterBlob)
    }
}

extension Form where Value == FilterChange {
    /// A filter to be stored or changed; `isWhole` says that its name has to be told.
    package static func filter(_ version: APIVersion, isWhole: Bool) -> Form {
        let field = Field(
            Field<String?>.someText("name", .filterName).required(if: isWhole)
                .note("Unique among one's own."),
            Field<FilterBlob?>.storedBlob(version),
            Field<Bool?>.bool("public").note("Whether everybody may use it.")
                .only(if: version != .v1)
        ) { name, blob, isPublic in
            var change = FilterChange()
            (change.name, change.blob, change.isPublic) = (name, blob, isPublic)
            return change
        }
        return Form(
            isWhole ? "NewFilter" : "PatchedFilter", field,
            example: ["name": "mine", "filter": .filterBlob])
    }
}

extension JSONValue {
    fileprivate static let filterBlob: JSONValue = ["tags": ["a=1"], "open": true, "maxlevel": 3]
}

extension Field where Value == FilterBlob? {
    /// The `filter` of a body that may be missing; version 1 also looks into `filter_string`.
    fileprivate static func storedBlob(_ version: APIVersion) -> Field {
        let given = Field.object("filter", "NewFilterBlob", .filterBlob(version))
            .note("All must hold; without any, nothing does.")
        return version == .v1 ? Field(given, Field.filterString, make: merged) : given
    }

    @Sendable
    private static func merged(_ given: FilterBlob?, _ lists: FilterBlob?) -> FilterBlob? {
        guard let lists, var blob = given else { return lists ?? given }
        if blob.sources == nil, lists.sources?.isEmpty == false { blob.sources = lists.sources }
        if blob.tags == nil, lists.tags?.isEmpty == false { blob.tags = lists.tags }
        return blob
    }

    /// The text of a JSON object with two lists.
    private static var filterString: Field {
        let note = "The two lists once more, as JSON in a text."
        let blob = Field<FilterBlob>.filterBlob(.v1).checking { input in
            _ = (input.required("sourceSystemIds"), input.required("tags"))
        }
        return Field("filter_string", .text.note(note)) { input, name in
            guard let text = input.text(name) else { return nil }
            do throws(JSONSyntaxError) {
                return input.object(name, try JSONValue(parsing: text), blob.read)
            } catch {
                input.refuse(name, "\(error)")
                return nil
            }
        }
    }
}
