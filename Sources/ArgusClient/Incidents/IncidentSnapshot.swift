import ArgusVocabulary

/// What a snapshot did, or would do, to the incidents of one's own source system.
public struct SnapshotDifference: Hashable, Sendable {
    /// In the snapshot and not known before.
    public let opened: [Entry]
    /// In the snapshot and closed before.
    public let reopened: [Entry]
    /// In the snapshot and described otherwise before.
    public let updated: [Entry]
    /// Open before and not in the snapshot.
    public let closed: [Entry]
    /// In the snapshot and the same before.
    public let unchanged: [Entry]
    /// Newer than the snapshot, or stateless, and left as they are.
    public let skipped: [Entry]

    /// One of the incidents.
    public struct Entry: Hashable, Sendable {
        /// Nil if it was not created, because it was only asked what would be done.
        public let id: Incident.ID?
        /// The monitoring system's own identifier.
        public let sourceIncidentID: String

        /// Names an incident.
        package init(id: Incident.ID?, sourceIncidentID: String) {
            (self.id, self.sourceIncidentID) = (id, sourceIncidentID)
        }

        init(_ json: JSONValue) throws(WireError) {
            let reader = try MemberReader(json, of: "incident of a snapshot")
            id = try reader.value("pk").integer.map { Incident.ID($0) }
            sourceIncidentID = try reader.text("source_incident_id")
        }
    }

    init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "snapshot")
        func list(_ name: String) throws(WireError) -> [Entry] {
            try reader.list(name) { entry throws(WireError) in try Entry(entry) }
        }
        opened = try list("opened")
        reopened = try list("reopened")
        updated = try list("updated")
        closed = try list("closed")
        unchanged = try list("unchanged")
        skipped = try list("skipped")
    }
}

/// What became of a snapshot.
public enum SnapshotOutcome: Hashable, Sendable {
    /// The open incidents are now those of the snapshot.
    case applied(SnapshotDifference)
    /// Nothing was done, since it would have closed more than may be without ``SnapshotLimit``.
    case unconfirmed(reason: String, SnapshotDifference)

    init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "snapshot")
        let difference = try SnapshotDifference(json)
        self =
            try reader.bool("applied")
            ? .applied(difference)
            : .unconfirmed(reason: try reader.text("detail"), difference)
    }
}

/// How many incidents a snapshot may close.
public enum SnapshotLimit: Hashable, Sendable {
    /// What the server allows without a confirmation: half of the open ones unless set otherwise, and
    /// ten in any case.
    case usual
    /// So many in any case.
    case upTo(Int)
    /// All of them.
    case unlimited

    /// The query that says it.
    var query: String {
        switch self {
        case .usual: ""
        case .upTo(let count): "confirm=\(count)"
        case .unlimited: "confirm=true"
        }
    }
}
