import ArgusVocabulary

/// What a source says of one of its problems, whether it was told of before or not.
package struct IncidentReport: Sendable {
    /// The incident to create if the problem is not known.
    package let new: NewIncident
    /// What was said in so many words: the rest of an incident that is known stays as it is.
    package let change: IncidentChange
    /// Whether it is told as it happens, how things are now: then it opens a closed incident again
    /// also where the problem began before the end.
    package var isLive = false
    /// When the problem is over unless it is told of again, as its source says; nil if it says
    /// nothing.
    package var expiry: Timestamp?

    /// Takes both ways of reading what was said.
    package init(new: NewIncident, change: IncidentChange) {
        (self.new, self.change) = (new, change)
    }
}

extension Incident {
    /// What becomes of it when its source reports the problem again.
    ///
    /// What differs is changed, and a report with an end closes it. Once it is closed, a report of a
    /// problem that began after the end opens it again; one that began before is an old message, and
    /// changes nothing. Neither does one of a problem that was over before this one began.
    package func reported(
        _ report: IncidentReport, by source: Requester, at moment: Timestamp
    ) throws(Refusal) -> IncidentRevision {
        var revision = IncidentRevision(of: self)
        guard report.new.endTime.isStateful == endTime.isStateful else {
            throw .invalid("end_time", .event(.changesStateless))
        }
        if case .ended(let end) = report.new.endTime, end < startTime { return revision }
        if endTime.isClosed(at: moment) {
            guard case .ended(let end) = endTime else { return revision }
            let isBack = report.new.startTime > end
            guard isBack || report.isLive && report.new.endTime.isOpen(at: moment) else {
                return revision
            }
            let start = isBack ? report.new.startTime : moment
            try revision.reopen(report, at: start, by: source, received: moment)
        }
        try revision.describe(report, by: source, at: moment)
        if case .ended(let end) = report.new.endTime, endTime != report.new.endTime {
            let event = NewEvent(
                type: .end, timestamp: end, received: moment, actor: try source.user.id)
            try revision.add(event, by: source)
        }
        return revision
    }

    /// What becomes of it when its source says that it is over; nothing if it was closed already.
    package func closed(
        at end: Timestamp, description: String, by source: Requester, received: Timestamp
    ) throws(Refusal) -> IncidentRevision {
        guard endTime.isStateful else {
            throw .invalid("op", .event(.changesStateless))
        }
        var revision = IncidentRevision(of: self)
        let isTold = endTime == EndTime.ended(end).settled(from: startTime)
        guard endTime.isOpen(at: received), !isTold else { return revision }
        let event = NewEvent(
            type: .end, timestamp: end, received: received, actor: try source.user.id,
            description: description)
        try revision.add(event, by: source)
        return revision
    }
}

extension IncidentRevision {
    /// Opens the incident again, because a source says that its problem is back.
    mutating func reopen(
        _ report: IncidentReport, at start: Timestamp, by source: Requester, received: Timestamp
    ) throws(Refusal) {
        let event = NewEvent(
            type: .restart, timestamp: start, received: received, actor: try source.user.id,
            description: report.new.description)
        try add(event, by: source)
    }

    /// Changes what differs from a report; tags that others than the source have added stay.
    mutating func describe(
        _ report: IncidentReport, by source: Requester, at moment: Timestamp
    ) throws(Refusal) {
        let user = try source.user.id
        var change = report.change
        change.tags = change.tags.map { tags in
            tags + incident.tags.filter { $0.addedBy != user }.map(\.tag)
        }
        try self.change(change, by: source, at: moment)
    }
}
