import ArgusVocabulary

/// A source system: one monitoring system that posts incidents.
///
/// Written as `{"pk", "name", "type": {"name"}, "user", "base_url"}` and, in version 3 only,
/// `last_seen`: clients of the older versions fail on members that they do not know.
public struct SourceSystemJSON: Hashable, Sendable {
    package let pk: Int64
    public let name: String
    /// The name of its type, such as `nav`.
    public let type: String
    /// The primary key of the account with which it posts.
    package let userPK: Int64
    /// What relative details URLs of its incidents are joined with; may be empty.
    public let baseURL: String
    /// When it was last heard of; nil if never, or if the answer does not tell.
    public let lastSeen: Timestamp?

    package init(
        pk: Int64, name: String, type: String, user: Int64, baseURL: String, lastSeen: Timestamp?
    ) {
        (self.pk, self.name, self.type, userPK) = (pk, name, type, user)
        (self.baseURL, self.lastSeen) = (baseURL, lastSeen)
    }

    /// Reads the form of any version.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "source")
        pk = try reader.integer("pk")
        name = try reader.text("name")
        type = try MemberReader(reader.value("type"), of: "source type").text("name")
        userPK = try reader.integer("user")
        baseURL = try reader.text("base_url")
        lastSeen = try reader.optionalTime("last_seen")
    }

    /// Writes the form of a version.
    public func write(to writer: inout JSONWriter, _ version: APIVersion, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(pk)
        writer.raw(",\"name\":")
        writer.string(name)
        writer.raw(",\"type\":{\"name\":")
        writer.string(type)
        writer.raw("},\"user\":")
        writer.integer(userPK)
        writer.raw(",\"base_url\":")
        writer.string(baseURL)
        if version == .v3 {
            writer.raw(",\"last_seen\":")
            writer.time(lastSeen, in: zone)
        }
        writer.raw("}")
    }
}
