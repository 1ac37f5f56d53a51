import ArgusVocabulary

/// A way of reaching people, as the API shows it.
package struct MediumJSON: Hashable, Sendable {
    package var slug: String
    package var name: String
    /// Whether the server can use it.
    package var isInstalled: Bool

    /// Puts a medium together.
    package init(slug: String, name: String, isInstalled: Bool = true) {
        (self.slug, self.name, self.isInstalled) = (slug, name, isInstalled)
    }

    /// Reads the form of all versions.
    package init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "medium")
        slug = try reader.text("slug")
        name = try reader.text("name")
        isInstalled = try reader.bool("installed")
    }

    /// The form of all versions.
    package var json: JSONValue {
        ["slug": .string(slug), "name": .string(name), "installed": .bool(isInstalled)]
    }
}

/// Where somebody can be reached, as the API shows it.
package struct DestinationJSON: Hashable, Sendable {
    package var pk: Int64
    package var medium: MediumJSON
    package var label: String?
    package var suggestedLabel: String
    package var settings: [String: String]
    /// True while it follows the account's e-mail address.
    package var managed: Bool?

    /// Puts a destination together.
    package init(
        pk: Int64, medium: MediumJSON, label: String?, suggestedLabel: String,
        settings: [String: String], managed: Bool?
    ) {
        (self.pk, self.medium, self.label) = (pk, medium, label)
        (self.suggestedLabel, self.settings, self.managed) = (suggestedLabel, settings, managed)
    }

    /// Reads the form of any version.
    package init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "destination")
        pk = try reader.integer("pk")
        medium = try MediumJSON(try reader.value("media"))
        label = reader.object["label"]?.string
        suggestedLabel = try reader.text("suggested_label")
        guard let written = try reader.value("settings").object else {
            throw reader.wrong("settings", "an object")
        }
        settings = [:]
        for member in written.members { settings[member.name] = member.value.string }
        managed = reader.object["managed"]?.bool ?? written["synced"]?.bool
    }

    /// The form of a version: the second says among the settings of e-mail whether it is managed.
    package func json(_ version: APIVersion) -> JSONValue {
        var written = JSONObject()
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            written.set(name, to: .string(value))
        }
        if version != .v3, medium.slug == "email" {
            written.set("synced", to: .bool(managed == true))
        }
        var object = JSONObject()
        object.set("pk", to: .integer(pk))
        object.set("media", to: medium.json)
        object.set("label", to: label.map { .string($0) } ?? .null)
        object.set("suggested_label", to: .string(suggestedLabel))
        object.set("settings", to: .object(written))
        if version == .v3 { object.set("managed", to: managed.map { .bool($0) } ?? .null) }
        return .object(object)
    }
}
