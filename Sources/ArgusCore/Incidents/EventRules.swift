import ArgusVocabulary

extension EventType {
    /// Refuses types that this kind of asker may not post, whatever the incident.
    package func permit(_ requester: Requester) throws(Refusal) {
        let permitted = requester.isSource ? Self.ofSources : Self.ofEndUsers
        guard !permitted.contains(self) else { return }
        throw .event(requester.isSource ? .notOfSources(self) : .notOfUsers(self))
    }

    private static let ofSources: [EventType] = [
        .start, .end, .restart, .change, .stateless, .other,
    ]
    private static let ofEndUsers: [EventType] = [.close, .reopen, .acknowledge, .other]
}

extension Refusal {
    /// The event contradicts what the incident is, or who posts it.
    package static func event(_ problem: Problem.EventProblem) -> Refusal {
        .invalid(.fields([Problems.Field("type", .message(.event(problem)))]))
    }
}

extension Incident {
    /// What an event does to the incident's end time; nil if it is only written down.
    ///
    /// Where the event contradicts the incident's state, an end user is refused, and a source is
    /// heard without effect: it may repeat itself. An end before the start is the start: clocks
    /// differ.
    package func endTime(
        after event: NewEvent, by requester: Requester, acknowledgementsURL: String
    ) throws(Refusal) -> EndTime? {
        try event.type.permit(requester)
        if let contradiction = contradiction(of: event, acknowledgementsURL) {
            if requester.isSource { return nil }
            throw .event(contradiction)
        }
        switch event.type {
        case .end where event.timestamp < startTime.advanced(by: .zero - Self.clockError):
            return .ended(event.timestamp)
        case .end, .close: return EndTime.ended(event.timestamp).settled(from: startTime)
        case .restart, .reopen: return .open
        case .start, .change, .acknowledge, .other, .stateless, .unknown: return nil
        }
    }

    /// By how much the clock that tells an end may be behind the one that told the start.
    ///
    /// An END that lies further back is no clock's mistake. It is kept as it was told, as the existing
    /// server does.
    private static let clockError = Duration.seconds(86_400)

    private func contradiction(
        of event: NewEvent, _ acknowledgementsURL: String
    ) -> Problem.EventProblem? {
        let isStateful = endTime.isStateful
        switch event.type {
        case .acknowledge: return .acknowledgement(url: acknowledgementsURL)
        case .start: return isStateful ? .again(.start) : .beginsStateless
        case .stateless where !isStateful: return .again(.stateless)
        case .end, .close, .restart, .reopen:
            if !isStateful { return .changesStateless }
            let isOpen = endTime.isOpen(at: event.received)
            let wantsOpen = event.type == .restart || event.type == .reopen
            guard isOpen == wantsOpen else { return nil }
            return isOpen ? .isOpen : .isClosed
        case .stateless, .change, .other, .unknown:
            return nil
        }
    }
}

extension Incident {
    /// Which of two moments is meant by what is told of it, where clocks show one time twice: the
    /// likelier one, unless it is before the start and the other is not.
    package func moment(_ likelier: Timestamp, or other: Timestamp?) -> Timestamp {
        guard likelier < startTime, let other, other >= startTime else { return likelier }
        return other
    }
}

extension EndTime {
    /// The end of an incident that began at a moment: no end is before that.
    package func settled(from start: Timestamp) -> EndTime {
        if case .ended(let end) = self, end < start { .ended(start) } else { self }
    }
}
