import ArgusClient
import ArgusVocabulary
import ArgusWire

/// The incidents of a fake server, with all that happened to them.
struct Contents: Sendable {
    let clock: WallClock
    /// An incident's primary key is its place, counted from 1.
    private(set) var incidents: [Incident] = []
    private(set) var events: [Event] = []
    private(set) var acknowledgements: [Acknowledgement] = []
    /// By the bytes of their `source_incident_id`.
    private var places: [[UInt8]: Int] = [:]
    var refusal: @Sendable (JSONValue) -> JSONValue? = { _ in nil }

    /// Whose request is being answered.
    var actor = Self.account

    static let account = Event.Actor(id: 1, username: "source")
    static let source = SourceSystem(
        id: 1, name: "source", type: "argus", user: 1, baseURL: "", lastSeen: nil)

    init(clock: @escaping WallClock) {
        self.clock = clock
    }

    /// The place of the incident with an identifier of the monitoring system's.
    func place(of sourceIncidentID: String) -> Int? { places[Array(sourceIncidentID.utf8)] }

    /// The place of the incident with a primary key.
    func place(of pk: Int64?) throws(FakeArgus.Reply) -> Int {
        guard let pk, pk > 0, pk <= incidents.count else { throw .noSuchIncident }
        return Int(pk) - 1
    }

    /// Adds an incident, and says so in its log.
    mutating func add(_ incident: Incident) {
        incidents.append(incident)
        if !incident.sourceIncidentID.isEmpty {
            places[Array(incident.sourceIncidentID.utf8)] = incidents.count - 1
        }
        let type: EventType = incident.endTime == .stateless ? .stateless : .start
        log(type, at: incidents.count - 1, incident.startTime, incident.description)
    }

    /// Writes an entry into the log of the incident at a place.
    @discardableResult
    mutating func log(
        _ type: EventType, at place: Int, _ moment: Timestamp, _ description: String = ""
    ) -> Event {
        let event = Event(
            id: Event.ID(Int64(events.count + 1)), incident: incidents[place].id,
            actor: actor,
            timestamp: moment, received: clock(), type: type, description: description)
        events.append(event)
        return event
    }

    /// Gives the incident at a place another end.
    mutating func end(_ end: EndTime, at place: Int) {
        incidents[place].endTime = end
        incidents[place].isOpen = isOpen(end)
    }

    func isOpen(_ end: EndTime) -> Bool {
        switch end {
        case .open: true
        case .ended(let end): end > clock()
        case .stateless: false
        }
    }

    /// Adds an acknowledgement, whose event is in the log already.
    mutating func add(_ acknowledgement: Acknowledgement, at place: Int) {
        acknowledgements.append(acknowledgement)
        incidents[place].isAcked = acknowledgement.expiration.map { $0 > clock() } ?? true
    }

    /// Puts an acknowledgement in the place of the one that it was before.
    mutating func replace(_ acknowledgement: Acknowledgement) {
        acknowledgements = acknowledgements.map {
            $0.event.id == acknowledgement.event.id ? acknowledgement : $0
        }
    }

    /// Changes what the members of an object say of the incident at a place, and logs each that becomes
    /// different.
    mutating func change(_ place: Int, to body: JSONValue) throws(FakeArgus.Reply) {
        let old = incidents[place]
        var new = old
        new.details = old.details.adding(try Self.details(of: body))
        if body["tags"] != nil, try Self.tags(of: body, at: clock()).map(\.tag) != old.tagTexts {
            new.tagDetails = try Self.tags(of: body, at: clock())
        }
        incidents[place] = new
        let details = IncidentMember.all.filter { old.details[$0] != new.details[$0] }
        let tags = old.tagTexts == new.tagTexts ? [] : ["tags"]
        for name in details.map(\.name) + tags {
            log(.change, at: place, clock(), "Change: \"\(name)\"")
        }
    }

    /// Closes an incident as a person would.
    mutating func close(_ sourceIncidentID: String) {
        guard let place = place(of: sourceIncidentID), incidents[place].isOpen else { return }
        let moment = clock()
        end(.ended(moment), at: place)
        log(.close, at: place, moment)
    }

    mutating func forgetAll() {
        (incidents, events, acknowledgements, places) = ([], [], [], [:])
    }
}

extension Incident {
    fileprivate var tagTexts: [String] { tagDetails.map(\.tag) }
}
