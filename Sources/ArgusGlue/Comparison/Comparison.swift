import ArgusClient
import ArgusVocabulary

/// Compares what is open in one source's monitoring system with what is open on the server.
package struct Comparison: Sendable {
    /// Whose incidents they are.
    package let source: SourceName
    /// The API of the monitoring system.
    package let api: SourceAPI
    private let system: any SnapshotSystem
    private let client: ArgusClient
    private let spool: Spool
    private let version: APIVersion
    private let conventions: Conventions
    private let rules: ComparisonRules

    /// Prepares to compare a source; nil if its system cannot be asked, or is not to be.
    ///
    /// `isShared` says that another source has the same account on the server.
    package init?(
        _ source: SourceSettings, client: ArgusClient, spool: Spool, isShared: Bool = false
    ) throws(APIProblem) {
        guard let system = source.system as? any SnapshotSystem, let settings = source.api else {
            return nil
        }
        let kind = type(of: system)
        var rules = ComparisonRules(extent: settings.extent, compared: kind.compared)
        rules.isShared = isShared
        rules.mayOwn = { system.mayOwn($0) }
        (self.source, self.system, self.client, self.spool) = (source.name, system, client, spool)
        (version, self.rules) = (client.version, rules)
        conventions = source.conventions
        api = try SourceAPI(settings, tokenWord: kind.tokenWord)
    }

    /// Asks the monitoring system for what is open.
    package func snapshot(at moment: Timestamp) async throws(APIProblem) -> Snapshot {
        let answers = try await system.answers(from: api)
        var snapshot = system.snapshot(of: answers, receipt: moment)
        var admitted: [Alert] = []
        admitted.reserveCapacity(snapshot.alerts.count)
        for alert in snapshot.alerts {
            do {
                switch try alert.admitted(by: conventions, for: version, receipt: moment) {
                case .taken(let deliverable): admitted.append(deliverable.alert)
                case .leftOut: snapshot.leftOut.insert(alert.key)
                }
            } catch {
                snapshot.doubts.append("\(error)")
            }
        }
        snapshot.alerts = admitted
        return snapshot
    }

    /// Finds what differs; first the monitoring system is asked, then the server, then the spool: what
    /// comes in meanwhile is in the spool by then, and is left alone.
    package func compare() async throws -> Comparison.Finding {
        let moment = spool.clock()
        let snapshot = try await snapshot(at: moment)
        var incidents: [Incident] = []
        for try await page in client.mine(IncidentQuery(open: true, pageSize: 1000)).pages {
            incidents += page
        }
        let since = self.since(moment)
        let knowledge = try spool.knowledge(of: source, since: since)
        let difference = Difference(snapshot, at: moment, incidents, knowledge, rules)
        return Finding(
            moment: moment, isEmpty: snapshot.isEmpty, doubts: snapshot.doubts,
            difference: difference)
    }

    /// Puts a difference into the queue; the answer is how many alerts that are.
    package func queue(_ finding: Finding) throws(SpoolProblem) -> Int {
        try spool.accept(
            finding.difference, of: source, unlessToldSince: since(finding.moment))
    }

    /// Notes why it cannot be compared, or with nil that it can, for whoever asks how all stands.
    func note(trouble: String?) {
        // The spool's own trouble is told by the courier.
        try? spool.note(comparisonTrouble: trouble, of: source)
    }

    private func since(_ moment: Timestamp) -> Timestamp {
        moment.advanced(by: .zero - rules.minimumAge)
    }

    /// What a comparison found.
    package struct Finding: Sendable {
        /// When the monitoring system was asked.
        let moment: Timestamp
        /// Whether it had nothing open.
        let isEmpty: Bool
        /// What could not be read of its answer.
        package let doubts: [String]
        /// What differs.
        package var difference: Difference

        /// Whether it would close so many that it must be seen twice.
        package var isSuspicious: Bool {
            MassCloseGuard.suspects(
                difference.closes.count, of: difference.openIncidents, isEmpty: isEmpty)
        }
    }
}
