import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `An event's type` {
    static let source = Requester.sample(source: 1)
    static let endUsers = [
        Requester.sample(), .sample(user: .sample(role: .staff)),
        .sample(user: .sample(role: .superuser)),
    ]

    @Test(arguments: [EventType.start, .end, .restart, .change, .stateless, .other])
    func `may be posted by a source`(type: EventType) throws {
        try type.permit(Self.source)
    }

    @Test(arguments: [EventType.close, .reopen, .acknowledge])
    func `may not be posted by a source`(type: EventType) {
        #expect(throws: Refusal.event(.notOfSources(type))) {
            try type.permit(Self.source)
        }
    }

    @Test(arguments: [EventType.close, .reopen, .acknowledge, .other], endUsers)
    func `may be posted by an end user`(type: EventType, asker: Requester) throws {
        try type.permit(asker)
    }

    @Test(arguments: [EventType.start, .end, .restart, .change, .stateless], endUsers)
    func `may not be posted by an end user`(type: EventType, asker: Requester) {
        #expect(throws: Refusal.event(.notOfUsers(type))) {
            try type.permit(asker)
        }
    }
}

extension `An event's type` {
    @Test(arguments: endUsers + [source])
    func `that is unknown may be posted by nobody`(asker: Requester) {
        #expect(throws: Refusal.self) { try EventType(code: "XXX").permit(asker) }
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
        case contradicts(Problem.EventProblem)
    }

    /// The table of section 6.3 of the API's description.
    static func effect(of type: EventType, in state: State) -> Effect {
        switch (type, state) {
        case (.acknowledge, _):
            .contradicts(.acknowledgement(url: "http://acks"))
        case (.start, .stateless):
            .contradicts(.beginsStateless)
        case (.start, _):
            .contradicts(.again(.start))
        case (.stateless, .stateless):
            .contradicts(.again(.stateless))
        case (.stateless, _), (.change, _), (.other, _), (.unknown, _): .isLogged
        case (_, .stateless):
            .contradicts(.changesStateless)
        case (.end, _), (.close, _):
            state.isOpen ? .closes : .contradicts(.isClosed)
        case (.restart, _), (.reopen, _):
            state.isOpen ? .contradicts(.isOpen) : .opens
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
        case .contradicts(let problem):
            #expect(throws: Refusal.event(problem)) { try post(type, on: state) }
        }
    }

    @Test func `is refused by its type before its effect is looked at`() {
        #expect(throws: Refusal.event(.notOfUsers(.start))) {
            try post(.start, on: .stateless)
        }
    }

    private func post(
        _ type: EventType, on state: State, by asker: Requester = .sample()
    ) throws(Refusal) -> EndTime? {
        let event = NewEvent.sample(type, timestamp: .sample(90), received: .sample(100))
        return try state.incident.endTime(
            after: event, by: asker, acknowledgementsURL: "http://acks")
    }
}

@Suite(.bug(id: 9)) struct `An end before the start` {
    private static let source = Requester.sample(source: 1)

    private func end(
        _ type: EventType, _ seconds: Double, by asker: Requester
    ) throws -> EndTime? {
        let event = NewEvent.sample(type, timestamp: .sample(seconds), received: .sample(100))
        return try Incident.sample().endTime(
            after: event, by: asker, acknowledgementsURL: "")
    }

    @Test(arguments: [-1, -3600, -86_400] as [Double])
    func `is the start, since the source's clock is behind`(seconds: Double) throws {
        #expect(try end(.end, seconds, by: Self.source) == .ended(.sample))
    }

    @Test func `is kept as a source tells it if it lies more than a day back`() throws {
        #expect(try end(.end, -86_401, by: Self.source) == .ended(.sample(-86_401)))
    }

    @Test(arguments: [-1, -86_401] as [Double])
    func `is the start when a person closes what begins later`(seconds: Double) throws {
        #expect(try end(.close, seconds, by: .sample()) == .ended(.sample))
    }

    @Test(arguments: [-1, -86_401] as [Double])
    func `is the start in whatever is told of many`(seconds: Double) throws {
        let closed = try Incident.sample().closed(
            at: .sample(seconds), description: "", by: Self.source, received: .sample(100))

        #expect(closed.incident.endTime == .ended(.sample))
        #expect(closed.events.map(\.timestamp) == [.sample(seconds)])
    }

    @Test func `that was told already is not told again while it lies ahead`() throws {
        let incident = Incident.sample(startTime: .sample(500), endTime: .ended(.sample(500)))

        let closed = try incident.closed(
            at: .sample(100), description: "", by: Self.source, received: .sample(100))

        #expect(!closed.isChange)
    }
}
