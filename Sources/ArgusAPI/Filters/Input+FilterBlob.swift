import ArgusCore
import ArgusHTTP
import ArgusWire

extension Input {
    /// Reads the fields of a filter; the first version knows fewer.
    mutating func filterBlob(_ version: APIVersion) -> FilterBlob {
        var blob = FilterBlob()
        blob.sources = optional("sourceSystemIds").flatMap {
            list("sourceSystemIds", $0) { Self.integer($0, in: 1...Int64.max) }
        }
        blob.tags = optional("tags").flatMap {
            list("tags", $0) { Self.text($0, minLength: 3) }
        }
        blob.open = nullableBool("open")
        blob.acked = nullableBool("acked")
        blob.stateful = nullableBool("stateful")
        blob.maxLevel = nullableInteger("maxlevel", in: 1...5)
        blob.written = writtenFilter("q")
        guard version != .v1 else { return blob }
        blob.sourceTypes = optional("source_types").flatMap {
            list("source_types", $0) { Self.text($0, minLength: 1) }
        }
        blob.eventTypes = optional("event_types").flatMap {
            choices("event_types", $0, EventType.init(rawValue:))?.withoutRepetitions()
        }
        blob.hideClosedAcked = bool("hide_closed_acked") ?? false
        return blob
    }

    /// A filter in the language that people type, that may be missing, null or blank.
    private mutating func writtenFilter(_ name: String) -> WrittenFilter? {
        guard object[name] != .null, let text = text(name), !text.isEmpty else { return nil }
        do throws(WrittenFilterProblem) {
            return try WrittenFilter(text, in: zone)
        } catch {
            refuse(name, error.message)
            return nil
        }
    }

    private static func text(
        _ value: JSONValue, minLength: Int
    ) -> Result<String, ValueProblem> {
        text(value).flatMap { text in
            if text.isEmpty {
                return .failure(ValueProblem(message: "This field may not be blank."))
            }
            guard text.unicodeScalars.count >= minLength else {
                let message = "Ensure this field has at least \(minLength) characters."
                return .failure(ValueProblem(message: message))
            }
            return .success(text)
        }
    }
}

extension Input {
    /// Reads the `filter` of a body that may be missing; version 1 also looks into `filter_string`.
    mutating func storedBlob(_ version: APIVersion) -> FilterBlob? {
        let given = optional("filter").flatMap { value in
            object("filter", value) { $0.filterBlob(version) }
        }
        guard version == .v1, let text = text("filter_string") else { return given }
        let lists = filterString(text)
        guard let lists, var blob = given else { return lists }
        if blob.sources == nil, lists.sources?.isEmpty == false { blob.sources = lists.sources }
        if blob.tags == nil, lists.tags?.isEmpty == false { blob.tags = lists.tags }
        return blob
    }

    /// Reads the text of a JSON object with two lists.
    private mutating func filterString(_ text: String) -> FilterBlob? {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: text)
        } catch {
            refuse("filter_string", "\(error)")
            return nil
        }
        return object("filter_string", value) { input in
            _ = input.required("sourceSystemIds")
            _ = input.required("tags")
            return input.filterBlob(.v1)
        }
    }
}

extension FilterBlob {
    /// What the one who typed a part of it may have meant otherwise.
    var hints: [String] { written?.hints ?? [] }
}

extension FilterBlobJSON {
    /// The fields of a filter as they are answered.
    init(_ blob: FilterBlob) {
        self.init()
        (sourceSystemIds, sourceTypes, tags) = (blob.sources, blob.sourceTypes, blob.tags)
        (open, acked, stateful) = (blob.open, blob.acked, blob.stateful)
        maxlevel = blob.maxLevel
        eventTypes = blob.eventTypes?.compactMap { EventTypeJSON(rawValue: $0.rawValue) }
        hideClosedAcked = blob.hideClosedAcked
        q = blob.written?.text
    }
}

extension FilterJSON {
    /// A stored filter as it is answered.
    init(_ filter: StoredFilter) {
        self.init(
            pk: filter.id.rawValue, name: filter.name, filter: FilterBlobJSON(filter.blob),
            isPublic: filter.isPublic)
    }
}
