import ArgusClient
import ArgusVocabulary

/// Puts a history together from alerts in the order in which they happened: problems that are over,
/// each with its beginning and its end, and what has no end.
struct HistoryPairs: Sendable {
    private let since: Timestamp
    private let until: Timestamp
    private var open: [String: (opening: Alert, events: [Alert])] = [:]

    /// Takes what began in a time.
    init(since: Timestamp, until: Timestamp) {
        (self.since, self.until) = (since, until)
    }

    /// How many problems have begun and not ended so far.
    var pending: Int { open.count }

    /// Takes in an alert, and hands out what is complete by it: an opening, the closing right after
    /// it, so that both are told at once, and then what happened in between.
    mutating func add(_ alert: Alert) -> [Alert] {
        switch alert.kind {
        case .stateless: return isWanted(alert) ? [alert] : []
        case .open:
            guard open[alert.key] == nil, isWanted(alert) else { return [] }
            // What is known of a later occurrence of the key says nothing of this one.
            let key = alert.isOnce ? alert.key : Occurrence.name(of: alert)
            open[alert.key] = (alert.once(as: key), [])
        case .event:
            guard let opening = open[alert.key]?.opening else { return [] }
            open[alert.key]?.events.append(alert.once(as: opening.key))
        case .change: break
        case .close:
            guard let (opening, events) = open.removeValue(forKey: alert.key) else { return [] }
            let end = Alert.close(opening.key, at: max(alert.time, opening.time))
            return [opening, end.once(as: opening.key)] + events
        }
        return []
    }

    private func isWanted(_ alert: Alert) -> Bool { alert.time >= since && alert.time < until }
}

extension Alert {
    /// The same, of a key that never comes back, and told as history.
    fileprivate func once(as key: String) -> Alert {
        var alert = Alert(
            kind, key, time, description, level: level, tags: tags, detailsURL: detailsURL,
            metadata: metadata)
        alert.isOnce = true
        return alert
    }
}
