import ArgusVocabulary
import ArgusWire

extension Timestamp {
    /// 2026-11-22T09:10:43.000001Z.
    static let sample = Timestamp(microseconds: 1_795_338_643_000_001)
}

extension SourceSystemJSON {
    static let sample = SourceSystemJSON(
        id: 2,
        name: "nav1",
        type: "nav",
        user: 3,
        baseURL: "https://n.no/",
        lastSeen: nil
    )
}

extension IncidentJSON {
    static let sample = sample(metadata: JSONText(["a": [1]]))

    static func sample(metadata: JSONText) -> IncidentJSON {
        IncidentJSON(
            id: 7,
            startTime: .sample,
            endTime: .open,
            source: .sample,
            sourceIncidentID: "a-1",
            details: IncidentDetails(
                detailsURL: "/d", description: "x", level: .moderate, ticketURL: "t",
                metadata: metadata),
            tags: [TagJSON(tag: "host=a", addedBy: 3, addedTime: .sample)],
            isOpen: true,
            isAcked: false
        )
    }
}

extension EventJSON {
    static let sample = EventJSON(
        id: 82,
        incident: 7,
        actor: Actor(id: 3, username: "nav1"),
        timestamp: .sample,
        received: .sample,
        type: .end,
        description: "d"
    )
}

/// What a function writes, as text.
func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return writer.text
}
