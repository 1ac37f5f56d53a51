import ArgusVocabulary

/// All problems that a source has open, at one moment.
package struct IncidentSnapshot: Sendable {
    package let reports: [IncidentReport]
    /// When it was taken; nil for the moment at which it is received.
    package let taken: Timestamp?
    /// What is written into the logs of incidents that are not in it.
    package let description: String

    /// The most problems that one may hold.
    package static let sizeLimit = 10_000

    /// Refuses problems that are not open, or that cannot be told apart.
    package init(
        _ reports: [IncidentReport], taken: Timestamp? = nil, description: String? = nil
    ) throws(Refusal) {
        var problems: [Problems.Field] = []
        var seen: Set<ExactText> = []
        for (index, report) in reports.enumerated() {
            guard let field = Self.problem(of: report.new, &seen) else { continue }
            problems.append(Problems.Field("\(index)", .fields([field])))
        }
        guard problems.isEmpty else {
            throw .invalid(.fields([Problems.Field("incidents", .fields(problems))]))
        }
        (self.reports, self.taken) = (reports, taken)
        self.description =
            description ?? "The source does not have it among its open problems any more."
    }

    private static func problem(
        of incident: NewIncident, _ seen: inout Set<ExactText>
    ) -> Problems.Field? {
        let identifier = incident.sourceIncidentID
        if identifier.isEmpty {
            return Problems.Field("source_incident_id", .messages([.missing]))
        }
        if !seen.insert(ExactText(identifier)).inserted {
            let problem: Problem = "Another incident of the snapshot has this identifier."
            return Problems.Field("source_incident_id", .messages([problem]))
        }
        guard incident.endTime == .open else {
            let problem: Problem =
                "A snapshot holds open incidents: leave this out, or say 'infinity'."
            return Problems.Field("end_time", .messages([problem]))
        }
        return nil
    }
}

/// What must be done so that the open incidents of a source are those of its snapshot.
package struct SnapshotPlan: Hashable, Sendable {
    package var opened: [NewIncident] = []
    package var reopened: [IncidentRevision] = []
    package var updated: [IncidentRevision] = []
    package var closed: [IncidentRevision] = []
    package var unchanged: [Incident] = []
    /// Newer than the snapshot, or stateless: left as they are.
    package var skipped: [Incident] = []
    /// How many incidents with an identifier are open before anything is done.
    package var openCount = 0

    /// Files an incident that is in the snapshot under what becomes of it.
    fileprivate mutating func add(_ revision: IncidentRevision, at now: Timestamp) {
        if revision.old.endTime.isClosed(at: now) {
            reopened.append(revision)
        } else if revision.isChange {
            updated.append(revision)
        } else {
            unchanged.append(revision.old)
        }
    }
}

extension IncidentSnapshot {
    /// Compares the snapshot with the incidents that are known: the open ones of the source that have
    /// an identifier, and those that are closed and have one that is in the snapshot.
    package func plan(
        from known: [Incident], by source: Requester, at now: Timestamp
    ) throws(Refusal) -> SnapshotPlan {
        var plan = SnapshotPlan()
        let taken = min(taken ?? now, now)
        let byIdentifier = Dictionary(
            known.map { (ExactText($0.sourceIncidentID), $0) }
        ) { $1 }
        for report in reports {
            guard let incident = byIdentifier[ExactText(report.new.sourceIncidentID)] else {
                plan.opened.append(report.new)
                continue
            }
            var revision = IncidentRevision(of: incident)
            if case .ended(let end) = incident.endTime, end <= now, end <= taken {
                let start = report.new.startTime > end ? min(report.new.startTime, taken) : taken
                try revision.reopen(report, at: start, by: source, received: now)
            }
            guard revision.incident.endTime.isOpen(at: now) else {
                plan.skipped.append(incident)
                continue
            }
            try revision.describe(report, by: source, at: now)
            plan.add(revision, at: now)
        }
        let open = known.filter { $0.endTime.isOpen(at: now) }
        plan.openCount = open.count
        try close(open, taken, &plan, by: source, at: now)
        return plan
    }

    private func close(
        _ open: [Incident], _ taken: Timestamp, _ plan: inout SnapshotPlan,
        by source: Requester, at now: Timestamp
    ) throws(Refusal) {
        let listed = Set(reports.map { ExactText($0.new.sourceIncidentID) })
        for incident in open where !listed.contains(ExactText(incident.sourceIncidentID)) {
            guard incident.startTime <= taken else {
                plan.skipped.append(incident)
                continue
            }
            var revision = IncidentRevision(of: incident)
            let event = NewEvent(
                type: .end, timestamp: taken, received: now, actor: try source.user.id,
                description: description)
            try revision.add(event, by: source)
            plan.closed.append(revision)
        }
    }
}

/// How much a snapshot may close at once: a monitoring system that has just started knows of nothing.
package struct CloseLimit: Hashable, Sendable {
    /// In percent of the open incidents.
    package let share: Int
    package let confirmation: Confirmation

    /// What the source has confirmed.
    package enum Confirmation: Hashable, Sendable {
        case none
        case upTo(Int)
        case all
    }

    /// So few may always be closed.
    private static let fewIncidents = 10

    /// Allows a share in percent, and what was confirmed.
    package init(share: Int = 50, confirmation: Confirmation = .none) {
        (self.share, self.confirmation) = (share, confirmation)
    }

    /// Whether so many may be closed of so many that are open.
    package func allows(closing count: Int, of open: Int) -> Bool {
        switch confirmation {
        case .all: return true
        case .upTo(let confirmed) where count <= confirmed: return true
        case .upTo, .none: return count <= Self.fewIncidents || count * 100 <= open * share
        }
    }
}
