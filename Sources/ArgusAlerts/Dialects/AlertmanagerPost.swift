import ArgusVocabulary

/// What is posted to `/api/v2/alerts` of Alertmanager (its OpenAPI description, `postableAlerts`):
/// alerts as they are now, told again and again while they last.
package struct AlertmanagerPost: Sendable {
    /// Each with the moment at which it is over unless it is told of again.
    package let alerts: [(alert: Alert, expiry: Timestamp)]
    /// What is no alert, and why.
    package let refused: [String]

    /// Reads a body; refuses one that is no list.
    package init(
        _ body: JSONValue, receipt: Timestamp, in zone: Zone = .utc
    ) throws(DialectProblem) {
        guard let items = body.array else {
            throw DialectProblem("The body must be a JSON array of alerts.")
        }
        var alerts: [(alert: Alert, expiry: Timestamp)] = []
        var refused: [String] = []
        for (index, item) in items.enumerated() {
            guard let alert = AlertmanagerAlert(item, of: [:], in: zone), !alert.labels.isEmpty
            else {
                refused.append("Alert \(index + 1) has no labels.")
                continue
            }
            alerts.append(
                (alert.said(at: receipt, named: "alertmanager"), alert.expiry(at: receipt)))
        }
        (self.alerts, self.refused) = (alerts, refused)
    }
}
