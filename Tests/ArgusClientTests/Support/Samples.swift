import ArgusVocabulary
import ArgusWire

extension Timestamp {
    /// 2026-11-22T09:10:43Z.
    static let sample = Timestamp(unixSeconds: 1_795_338_643)
}

extension IncidentJSON {
    static func sample(
        id: ID = 7,
        sourceIncidentID: String = "a-1",
        tags: [String] = []
    ) -> IncidentJSON {
        IncidentJSON(
            id: id,
            startTime: .sample,
            endTime: .open,
            source: .sample,
            sourceIncidentID: sourceIncidentID,
            details: IncidentDetails(description: "x", level: .moderate).complete,
            tags: tags.map { TagJSON(tag: $0, addedBy: 3, addedTime: .sample) },
            isOpen: true,
            isAcked: false
        )
    }

    var text: String { written { $0.write(to: &$1, .v2, in: .utc) } }
}

extension SourceSystemJSON {
    static let sample = SourceSystemJSON(
        id: 2,
        name: "nav1",
        type: "nav",
        user: 3,
        baseURL: "",
        lastSeen: nil
    )
}

extension EventJSON {
    static func sample(id: ID = 82, type: EventType = .end) -> EventJSON {
        EventJSON(
            id: id,
            incident: 7,
            actor: Actor(id: 3, username: "nav1"),
            timestamp: .sample,
            received: .sample,
            type: type,
            description: ""
        )
    }

    var text: String { written { $0.write(to: &$1, in: .utc) } }
}

extension AcknowledgementJSON {
    static let sample = AcknowledgementJSON(event: .sample(type: .acknowledge), expiration: nil)

    var text: String { written { $0.write(to: &$1, in: .utc) } }
}

/// The answer of a list of incidents.
func page(_ incidents: [IncidentJSON], next: String? = nil) -> String {
    let next = next.map { "\"\($0)\"" } ?? "null"
    let results = incidents.map(\.text).joined(separator: ",")
    return "{\"next\":\(next),\"previous\":null,\"results\":[\(results)]}"
}

extension IncidentJSON: Written {}
extension EventJSON: Written {}
extension AcknowledgementJSON: Written {}

protocol Written {}

extension Written {
    fileprivate func written(_ write: (Self, inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(self, &writer)
        return writer.text
    }
}
