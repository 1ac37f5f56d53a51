import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The newest incidents that are open.
struct OpenIncidentsPage {
    let rows: [Row]
    let isEmpty: Bool

    /// One incident.
    struct Row {
        let level: LevelMark
        let start: MomentText
        let path: String
        let description: String
    }

    static let list = WebPage("/incidents/", access: .own) { call in
        let moments = try await call.moments
        let found = try await call.operations.incidents.list(.open(true), PageRequest(size: 100))
        let rows = found.items.map { sourced in
            let incident = sourced.incident
            return Row(
                level: LevelMark(incident.level), start: moments.text(incident.startTime),
                path: "/incidents/\(incident.id)/", description: incident.description)
        }
        return try await call.page(
            "open-incidents", OpenIncidentsPage(rows: rows, isEmpty: rows.isEmpty),
            in: .incidents)
    }
}
