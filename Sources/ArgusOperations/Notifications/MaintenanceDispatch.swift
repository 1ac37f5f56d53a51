import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// Looks at messages about planned maintenance once more before they are sent: what is over by then is
/// not told.
struct MaintenanceDispatch {
    private let stores: Stores
    private let notices: [MaintenanceNotice.ID: MaintenanceNotice]
    private let carried: [NotificationDelivery.ID: [NotificationDelivery]]
    private let incidents: [Incident.ID: Incident]
    private let publicURL: String?

    init(_ stores: Stores, _ taken: [NotificationDelivery], publicURL: String?) throws {
        (self.stores, self.publicURL) = (stores, publicURL)
        let those = taken.filter { $0.notice != nil }
        guard !those.isEmpty else {
            (notices, carried, incidents) = ([:], [:], [:])
            return
        }
        notices = try stores.maintenanceNotices.find(
            those.compactMap(\.notice).withoutRepetitions())
        let all = try stores.deliveries.carried(by: those.map(\.id))
        carried = Dictionary(grouping: all) { $0.carrier ?? $0.id }
        incidents = Dictionary(
            try stores.incidents.find(Set(all.map(\.incident))).map { ($0.id, $0) }
        ) { $1 }
    }

    /// What a message tells of planned maintenance, without what is over by now; nil if it is not about
    /// that.
    func report(
        _ delivery: NotificationDelivery, _ first: Incident, now: Timestamp
    ) throws -> Notice.Report? {
        guard let notice = delivery.notice.flatMap({ notices[$0] }) else { return nil }
        let others = carried[delivery.id] ?? []
        let over = others.filter { incidents[$0.incident]?.endTime.isClosed(at: now) ?? true }
        try stores.deliveries.drop(over.map(\.id), .closed, now: now)
        let all = [first] + others.compactMap { incidents[$0.incident] }
        return Notice.Report(
            notice, all.filter { !$0.endTime.isClosed(at: now) }, publicURL: publicURL)
    }
}
