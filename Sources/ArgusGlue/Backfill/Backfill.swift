import ArgusClient
import ArgusVocabulary
import FoundationEssentials

/// Brings what was, before there was a glue, from a monitoring system to the server.
///
/// Only what is over is told, with both its times at once, so that nobody takes it for news. What the
/// server has of it, or the spool has waiting, is passed over: so it may be stopped, and started
/// again.
package struct Backfill: ConfirmedSource {
    /// Where the history comes from.
    package enum Origin: Sendable {
        /// What the system's own format, or its export, says.
        case file([UInt8])
        /// What its API tells.
        case api
    }

    /// How far it got.
    package struct Progress: Sendable {
        /// Incidents that were put into the spool.
        package var told = 0
        /// Incidents that were there.
        package var known = 0
        /// Problems without an end.
        package var open = 0
        /// Lines that could not be read.
        package var refused: [String] = []
        /// The beginning of the last one.
        package var reached: Timestamp?

        /// Begins with nothing.
        package init() {}
    }

    /// What begins in this time is told.
    private let since, until: Timestamp
    private let source: SourceSettings
    private let origin: Origin
    private let client: ArgusClient
    private let spool: Spool
    private let onProgress: @Sendable (Progress) -> Void

    /// Prepares to tell what began in a time.
    package init(
        _ source: SourceSettings, from origin: Origin, since: Timestamp, until: Timestamp,
        client: ArgusClient, spool: Spool, onProgress: @escaping @Sendable (Progress) -> Void
    ) {
        (self.source, self.origin, self.since, self.until) = (source, origin, since, until)
        (self.client, self.spool, self.onProgress) = (client, spool, onProgress)
    }

    package func run(_ intake: AlertIntake) async throws {
        var telling = HistoryTelling(
            pairs: HistoryPairs(since: since, until: until), known: try await known())
        switch origin {
        case .file(let bytes):
            let readings = source.system.history(of: bytes, receipt: until)
            telling.progress.refused = readings.compactMap(\.refusal)
            let alerts = readings.compactMap(\.alert)
            for start in stride(from: 0, to: alerts.count, by: 500) {
                try await intake.accept(
                    telling.news(alerts[start..<min(start + 500, alerts.count)]))
                onProgress(telling.progress)
            }
        case .api:
            guard let system = source.system as? any HistorySystem, let settings = source.api else {
                return
            }
            let api = try SourceAPI(settings, tokenWord: type(of: system).tokenWord)
            var place: String?
            repeat {
                let part = try await system.history(
                    from: api, since: since, until: until, after: place)
                try await intake.accept(telling.news(part.alerts[...]))
                onProgress(telling.progress)
                place = part.next
            } while place != nil
        }
        onProgress(telling.progress)
    }

    /// What the server has of that time, and what waits for it.
    private func known() async throws -> Set<HistoryTelling.Mark> {
        var known = try spool.waitingBeginnings(of: source.name)
        let query = IncidentQuery(startedFrom: since, startedUntil: until, pageSize: 1000)
        for try await incident in client.mine(query) {
            let key = Occurrence.key(of: incident, among: []) ?? ""
            known.insert(HistoryTelling.Mark(key: key, start: incident.startTime))
            known.insert(
                HistoryTelling.Mark(key: incident.sourceIncidentID, start: incident.startTime))
        }
        return known
    }
}

/// Sorts out what of a history is to be told.
struct HistoryTelling {
    /// What names one incident: two of one key begin at different times.
    struct Mark: Hashable {
        let key: String
        let start: Timestamp
    }

    var pairs: HistoryPairs
    /// What is there already.
    var known: Set<Mark>
    var progress = Backfill.Progress()

    init(pairs: HistoryPairs, known: Set<Mark>) {
        (self.pairs, self.known) = (pairs, known)
    }

    /// What is to be told by now, after these have happened.
    mutating func news(_ alerts: ArraySlice<Alert>) -> [Alert] {
        var news: [Alert] = []
        for alert in alerts {
            let complete = pairs.add(alert)
            guard let first = complete.first else { continue }
            progress.reached = first.time
            // An occurrence may be there under the key that it shares with others.
            let marks = [first.key, alert.key].map { Mark(key: $0, start: first.time) }
            if known.isDisjoint(with: marks) {
                known.formUnion(marks)
                news += complete
                progress.told += 1
            } else {
                progress.known += 1
            }
        }
        progress.open = pairs.pending
        return news
    }
}

extension MonitoringSystem {
    /// Reads a file with what was, which is told in the order of its times.
    fileprivate func history(of bytes: [UInt8], receipt: Timestamp) -> [Reading] {
        var format = format
        let readings = format.read(bytes[...], now: receipt) + format.end(now: receipt)
        var alerts: [(offset: Int, alert: Alert)] = []
        var others: [Reading] = []
        for reading in readings {
            if let alert = reading.alert {
                alerts.append((alerts.count, alert))
            } else {
                others.append(reading)
            }
        }
        alerts.sort { ($0.alert.time, $0.offset) < ($1.alert.time, $1.offset) }
        return others + alerts.map { .alert($0.alert) }
    }
}

extension Reading {
    /// The alert, if it is one.
    fileprivate var alert: Alert? { if case .alert(let alert) = self { alert } else { nil } }

    /// Why it could not be read, if it could not.
    fileprivate var refusal: String? {
        if case .refused(let reason) = self { reason } else { nil }
    }
}
