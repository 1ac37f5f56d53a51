import ArgusCore
import ArgusTesting
import ArgusTime
import Testing

@Suite struct `An event's type` {
    static let source = Requester.sample(source: 1)
    static let endUsers = [
        Requester.sample(), .sample(user: .sample(isStaff: true)),
        .sample(user: .sample(isSuperuser: true)),
    ]

    @Test(arguments: [EventType.start, .end, .restart, .change, .stateless, .other])
    func `may be posted by a source`(type: EventType) throws {
        try type.permit(Self.source)
    }

    @Test(arguments: [EventType.close, .reopen, .acknowledge])
    func `may not be posted by a source`(type: EventType) {
        #expect(throws: refused("A source system cannot post events of type '\(type.rawValue)'.")) {
            try type.permit(Self.source)
        }
    }

    @Test(arguments: [EventType.close, .reopen, .acknowledge, .other], endUsers)
    func `may be posted by an end user`(type: EventType, asker: Requester) throws {
        try type.permit(asker)
    }

    @Test(arguments: [EventType.start, .end, .restart, .change, .stateless], endUsers)
    func `may not be posted by an end user`(type: EventType, asker: Requester) {
        #expect(throws: refused("An end user cannot post events of type '\(type.rawValue)'.")) {
            try type.permit(asker)
        }
    }
}

@Suite struct `An event on an incident` {
    /// The states that an incident can be in; the event is of `Timestamp.sample(100)`.
    enum State: String, CaseIterable {
        case open, endsLater, closed, closedJustNow, stateless

        var incident: Incident {
            let endTime: EndTime =
                switch self {
                case .open: .open
                case .endsLater: .ended(.sample(200))
                case .closed: .ended(.sample(50))
                case .closedJustNow: .ended(.sample(100))
                case .stateless: .stateless
                }
            return .sample(endTime: endTime)
        }

        var isOpen: Bool { self == .open || self == .endsLater }
    }

    /// What is to become of an event.
    enum Effect: Equatable {
        case closes, opens, isLogged
        case contradicts(String)
    }

    /// The table of section 6.3 of the API's description.
    static func effect(of type: EventType, in state: State) -> Effect {
        switch (type, state) {
        case (.acknowledge, _):
            .contradicts("Acknowledgements of this incidents should be posted through http://acks.")
        case (.start, .stateless):
            .contradicts("Stateless incident cannot have an INCIDENT_START event.")
        case (.start, _):
            .contradicts("The incident already has a related event of type 'STA'.")
        case (.stateless, .stateless):
            .contradicts("The incident already has a related event of type 'LES'.")
        case (.stateless, _), (.change, _), (.other, _): .isLogged
        case (_, .stateless):
            .contradicts("Cannot change the state of a stateless incident.")
        case (.end, _), (.close, _):
            state.isOpen ? .closes : .contradicts("The incident is already closed.")
        case (.restart, _), (.reopen, _):
            state.isOpen ? .contradicts("The incident is already open.") : .opens
        }
    }

    @Test(
        arguments: [EventType.start, .end, .restart, .change, .stateless, .other], State.allCases)
    func `of a source takes effect, or is only written down`(type: EventType, state: State) throws {
        let endTime = try post(type, on: state, by: .sample(source: 1))

        switch Self.effect(of: type, in: state) {
        case .closes: #expect(endTime == .ended(.sample(90)))
        case .opens: #expect(endTime == .open)
        case .isLogged, .contradicts: #expect(endTime == nil)
        }
    }

    @Test(arguments: [EventType.close, .reopen, .acknowledge, .other], State.allCases)
    func `of an end user takes effect, or is refused`(type: EventType, state: State) throws {
        switch Self.effect(of: type, in: state) {
        case .closes: #expect(try post(type, on: state) == .ended(.sample(90)))
        case .opens: #expect(try post(type, on: state) == .open)
        case .isLogged: #expect(try post(type, on: state) == nil)
        case .contradicts(let message):
            #expect(throws: refused(message)) { try post(type, on: state) }
        }
    }

    @Test func `is refused by its type before its effect is looked at`() {
        #expect(throws: refused("An end user cannot post events of type 'STA'.")) {
            try post(.start, on: .stateless)
        }
    }

    @Test func `may end the incident before it began`() throws {
        let event = NewEvent.sample(.end, timestamp: .sample(-1000), received: .sample(100))

        let endTime = try Incident.sample().endTime(
            after: event, by: .sample(source: 1), acknowledgementsURL: "")

        #expect(endTime == .ended(.sample(-1000)))
    }

    private func post(
        _ type: EventType, on state: State, by asker: Requester = .sample()
    ) throws(Refusal) -> EndTime? {
        let event = NewEvent.sample(type, timestamp: .sample(90), received: .sample(100))
        return try state.incident.endTime(
            after: event, by: asker, acknowledgementsURL: "http://acks")
    }
}

private func refused(_ message: String) -> Refusal {
    .invalid(.fields([Problems.Field("type", .message(message))]))
}
