import ArgusVocabulary

/// A source system: one monitoring system that posts incidents.
///
/// Written as `{"pk", "name", "type": {"name"}, "user", "base_url"}` and, in version 3 only,
/// `last_seen`: clients of the older versions fail on members that they do not know.
public struct SourceSystemJSON: Hashable, Identifiable, Sendable {
    /// The primary key of a source system.
    public typealias ID = Identifier<Keyed.SourceSystem>

    /// The member `pk`.
    public let id: ID
    public let name: String
    /// The name of its type, such as `nav`.
    public let type: String
    /// The account with which it posts: the member `user`.
    public let userID: UserJSON.ID
    /// What relative details URLs of its incidents are joined with; may be empty.
    public let baseURL: String
    /// When it was last heard of; nil if never, or if the answer does not tell.
    public let lastSeen: Timestamp?

    package init(
        id: ID, name: String, type: String, user: UserJSON.ID, baseURL: String,
        lastSeen: Timestamp?
    ) {
        (self.id, self.name, self.type, userID) = (id, name, type, user)
        (self.baseURL, self.lastSeen) = (baseURL, lastSeen)
    }

    /// Reads the form of any version.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "source")
        id = try reader.id("pk")
        name = try reader.text("name")
        type = try MemberReader(reader.value("type"), of: "source type").text("name")
        userID = try reader.id("user")
        baseURL = try reader.text("base_url")
        lastSeen = try reader.optionalTime("last_seen")
    }

    /// Writes the form of a version.
    package func write(to writer: inout JSONWriter, _ version: APIVersion, in zone: Zone) {
        writer.raw("{\"pk\":")
        writer.integer(id.rawValue)
        writer.raw(",\"name\":")
        writer.string(name)
        writer.raw(",\"type\":{\"name\":")
        writer.string(type)
        writer.raw("},\"user\":")
        writer.integer(userID.rawValue)
        writer.raw(",\"base_url\":")
        writer.string(baseURL)
        if version == .v3 {
            writer.raw(",\"last_seen\":")
            writer.time(lastSeen, in: zone)
        }
        writer.raw("}")
    }
}
