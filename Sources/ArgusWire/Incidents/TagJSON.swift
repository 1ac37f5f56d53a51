import ArgusVocabulary

/// A tag on an incident, `key=value`, and who put it there.
///
/// Written as `{"added_by", "added_time", "tag"}`; version 3 writes the text alone.
public struct TagJSON: Hashable, Sendable {
    /// The tag as text, split at the first `=`.
    public let tag: String
    /// The account that added it; nil if the answer does not tell (version 3).
    public let addedBy: UserJSON.ID?
    /// When it was added; nil if the answer does not tell (version 3).
    public let addedTime: Timestamp?

    package init(tag: String, addedBy: UserJSON.ID?, addedTime: Timestamp?) {
        (self.tag, self.addedBy, self.addedTime) = (tag, addedBy, addedTime)
    }

    /// Reads the form of any version.
    public init(_ json: JSONValue) throws(WireError) {
        if case .string(let text) = json {
            self.init(tag: text, addedBy: nil, addedTime: nil)
            return
        }
        let reader = try MemberReader(json, of: "tag")
        self.init(
            tag: try reader.text("tag"),
            addedBy: reader.object["added_by"]?.integer.map { UserJSON.ID($0) },
            addedTime: try reader.optionalTime("added_time"))
    }

    /// Writes the form of a version.
    package func write(to writer: inout JSONWriter, _ version: APIVersion, in zone: Zone) {
        guard version != .v3 else { return writer.string(tag) }
        writer.raw("{\"added_by\":")
        if let addedBy { writer.integer(addedBy.rawValue) } else { writer.raw("null") }
        writer.raw(",\"added_time\":")
        writer.time(addedTime, in: zone)
        writer.raw(",\"tag\":")
        writer.string(tag)
        writer.raw("}")
    }
}
