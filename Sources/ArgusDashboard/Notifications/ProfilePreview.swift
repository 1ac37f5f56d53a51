import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Of which incidents a profile would tell.
struct ProfilePreview {
    /// Nil where no filter is chosen.
    let incidents: IncidentPreview?

    private static let most = 1000

    /// What is open now, and what began in the last week within the timeslot.
    init(
        filters: [StoredFilter], timeslot: Timeslot?, _ holidays: HolidayCalendar,
        _ operations: Operations, _ moments: MomentFormat
    ) async throws {
        guard !filters.isEmpty, let timeslot else {
            incidents = nil
            return
        }
        let matching = IncidentFilter.all(filters.map(\.blob.filter))
        let open = try await operations.incidents.count(.all([matching, .open(true)]))
        let weekAgo = moments.now - .seconds(7 * 86_400)
        let found = try await operations.incidents.list(
            .all([
                matching, .startTime(.from(.at(weekAgo))), .startTime(.until(.at(moments.now))),
            ]),
            PageRequest(size: Self.most))
        let told = found.items.filter {
            timeslot.covers($0.incident.startTime, in: moments.zone, holidays)
        }
        let many = found.next == nil ? "\(told.count)" : "\(told.count) or more"
        incidents = IncidentPreview(
            "It matches \(open) open incident\(open == 1 ? "" : "s") now. In the last week, \(many) "
                + "began within the timeslot.", told, moments)
    }
}
