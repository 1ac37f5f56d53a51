import ArgusVocabulary

/// A planned maintenance task as the API shows it.
package struct PlannedMaintenanceJSON: Hashable, Sendable {
    package var pk: Int64
    package var createdBy: EventJSON.Actor
    package var created: Timestamp
    package var startTime: Timestamp
    /// ``Timestamp/infinity`` if it has no end.
    package var endTime: Timestamp
    package var description: String
    package var filters: [FilterJSON]

    /// Puts a task together.
    package init(
        pk: Int64, createdBy: EventJSON.Actor, created: Timestamp, startTime: Timestamp,
        endTime: Timestamp, description: String, filters: [FilterJSON]
    ) {
        (self.pk, self.createdBy, self.created) = (pk, createdBy, created)
        (self.startTime, self.endTime) = (startTime, endTime)
        (self.description, self.filters) = (description, filters)
    }

    /// Reads the form of version 2; an end in the year 9999 means that there is none.
    package init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "planned maintenance task")
        pk = try reader.integer("pk")
        let creator = try MemberReader(try reader.value("created_by"), of: "creator")
        createdBy = EventJSON.Actor(
            id: try creator.id("pk"), username: try creator.text("username"))
        created = try reader.time("created")
        startTime = try reader.time("start_time")
        let isEndless = try reader.text("end_time").hasPrefix("9999-12-31T")
        endTime = isEndless ? .infinity : try reader.time("end_time")
        description = try reader.text("description")
        filters = try reader.list("filters") { json throws(WireError) in try FilterJSON(json) }
    }

    /// The form of version 2, with times as a zone's clocks show them.
    package func json(in zone: Zone) -> JSONValue { .object(object(.v2, in: zone)) }

    /// The members in the form of a version, with times as a zone's clocks show them.
    package func object(_ version: APIVersion, in zone: Zone) -> JSONObject {
        // The last moment that Python knows stands for no end.
        let end = endTime == .infinity ? zone.moment(of: .maximum) : endTime
        return [
            "pk": .integer(pk),
            "created_by": [
                "pk": .integer(createdBy.id.rawValue), "username": .string(createdBy.username),
            ],
            "created": .string(created.text(in: zone)),
            "start_time": .string(startTime.text(in: zone)),
            "end_time": .string(end.text(in: zone)), "description": .string(description),
            "filters": .array(filters.map { $0.json(version == .v3 ? .v3 : .v2) }),
        ]
    }
}
