import ArgusVocabulary

/// The fields of a filter as the API shows them: lists only where they were given, states always, and
/// what somebody typed, as `q`, only where it was given.
extension FilterBlob {
    /// Reads the form of any version.
    package init(_ json: JSONValue) throws(WireError) {
        self.init()
        let reader = try MemberReader(json, of: "filter")
        sources = try reader.optionalList("sourceSystemIds", "integers", \.integer)
        sourceTypes = try reader.optionalList("source_types", "strings", \.string)
        tags = try reader.optionalList("tags", "strings", \.string)
        open = reader.object["open"]?.bool
        acked = reader.object["acked"]?.bool
        stateful = reader.object["stateful"]?.bool
        maxLevel = reader.object["maxlevel"]?.integer
        eventTypes = try reader.optionalList("event_types", "codes of events") {
            $0.string.flatMap { EventType(rawValue: $0) }
        }
        hideClosedAcked = reader.object["hide_closed_acked"]?.bool ?? false
        written = reader.object["q"]?.string
    }

    /// The form of a version; the first has fewer fields.
    package func json(_ version: APIVersion) -> JSONValue {
        var object = JSONObject()
        func list<Item>(_ name: String, _ items: [Item]?, _ write: (Item) -> JSONValue) {
            if let items { object.set(name, to: .array(items.map(write))) }
        }
        list("sourceSystemIds", sources) { .integer($0) }
        if version != .v1 { list("source_types", sourceTypes) { .string($0) } }
        list("tags", tags) { .string($0) }
        for (name, state) in [("open", open), ("acked", acked), ("stateful", stateful)] {
            object.set(name, to: state.map { .bool($0) } ?? .null)
        }
        object.set("maxlevel", to: maxLevel.map { .integer($0) } ?? .null)
        if version != .v1 {
            list("event_types", eventTypes) { .string($0.rawValue) }
            object.set("hide_closed_acked", to: .bool(hideClosedAcked))
        }
        if let written { object.set("q", to: .string(written)) }
        return .object(object)
    }
}

extension MemberReader {
    /// The items of a member that may be missing.
    fileprivate func optionalList<Item>(
        _ name: String, _ kind: String, _ read: (JSONValue) -> Item?
    ) throws(WireError) -> [Item]? {
        guard object[name] != nil, object[name] != .null else { return nil }
        return try list(name) { json throws(WireError) in
            guard let item = read(json) else { throw wrong(name, "an array of \(kind)") }
            return item
        }
    }
}
