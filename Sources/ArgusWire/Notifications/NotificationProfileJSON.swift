import ArgusVocabulary

/// A notification profile as the API shows it.
package struct NotificationProfileJSON: Hashable, Sendable {
    package var pk: Int64
    package var name: String?
    package var timeslot: TimeslotJSON
    package var filters: [FilterJSON]
    package var destinations: [DestinationJSON]
    package var isActive: Bool

    /// Puts a profile together.
    package init(
        pk: Int64, name: String?, timeslot: TimeslotJSON, filters: [FilterJSON],
        destinations: [DestinationJSON], isActive: Bool
    ) {
        (self.pk, self.name, self.timeslot) = (pk, name, timeslot)
        (self.filters, self.destinations, self.isActive) = (filters, destinations, isActive)
    }

    /// Reads the form of version 2.
    package init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "notification profile")
        pk = try reader.integer("pk")
        name = reader.object["name"]?.string
        timeslot = try TimeslotJSON(try reader.value("timeslot"))
        filters = try reader.list("filters") { json throws(WireError) in try FilterJSON(json) }
        destinations = try reader.list("destinations") { json throws(WireError) in
            try DestinationJSON(json)
        }
        isActive = try reader.bool("active")
    }

    /// The form of version 2.
    package var json: JSONValue { .object(object(.v2)) }

    /// The members in the form of version 2 or 3.
    package func object(_ version: APIVersion) -> JSONObject {
        [
            "pk": .integer(pk), "name": name.map { .string($0) } ?? .null,
            "timeslot": timeslot.json(version),
            "filters": .array(filters.map { $0.json(version) }),
            "destinations": .array(destinations.map { $0.json(version) }),
            "active": .bool(isActive),
        ]
    }

    /// The form of version 1: it knows media, and one phone number, of the account with this primary
    /// key.
    package func firstVersion(user: Int64) -> JSONValue {
        var media: [JSONValue] = []
        if destinations.contains(where: { $0.medium.slug == "email" }) { media.append("EM") }
        let phone = destinations.first { $0.medium.slug == "sms" }
        if phone != nil { media.append("SM") }
        return [
            "pk": .integer(pk), "timeslot": timeslot.json(.v1),
            "filters": .array(filters.map { $0.json(.v1) }), "media": .array(media),
            "active": .bool(isActive),
            "phone_number": phone.map { $0.phoneNumber(user: user) } ?? .null,
        ]
    }
}

extension DestinationJSON {
    /// A destination of medium `sms` as version 1 shows it.
    package func phoneNumber(user: Int64) -> JSONValue {
        [
            "pk": .integer(pk), "user": .integer(user),
            "phone_number": .string(settings["phone_number"] ?? ""),
        ]
    }
}
