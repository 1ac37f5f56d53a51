import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import NIOSSL

extension Notice {
    /// An event about a box in a message that no database holds.
    static func sample(
        description: String = "Box is down", level: Level = .critical, type: EventType = .start,
        endTime: EndTime = .open, thread: String? = nil, gathered: GatheredNotice? = nil,
        url: String? = "https://argus.example.org/incidents/7/"
    ) -> Notice {
        let incident = Incident.sample(
            id: 7, endTime: endTime, description: description, level: level,
            tags: ["host=box.example.org"])
        let event = Event(
            id: 3, incident: 7, actor: 1, actorName: "nav", timestamp: .sample, received: .sample,
            type: type, description: "")
        let delivery = NotificationDelivery(
            id: 1, event: 3, incident: 7, user: 1, destination: 2, occasion: 0, medium: .webhook,
            address: "", profiles: [], terms: DeliveryTerms(), state: .waiting, due: .sample,
            attempts: 0, reason: nil, detail: "", created: .sample, updated: .sample)
        return Notice(
            delivery,
            NotifiableEvent(
                event, of: incident, source: .sample(), searchText: SearchText(description)),
            current: incident, detailsURL: "", url: url, gathered: gathered, thread: thread,
            zone: .utc)
    }

    /// A digest of a box that is back up and of a disk that is full, which is worse; or what else tells
    /// of both.
    static func digest(
        _ reason: GatheredNotice.Reason = .digest(.sample),
        url: String = "https://argus.example.org/incidents/8/"
    ) -> Notice {
        let box = Notice.sample(level: .moderate, type: .end).event
        let disk = Incident.sample(
            id: 8, description: "Disk is full", level: .critical, tags: ["host=disk.example.org"])
        let begun = NotifiableEvent(
            Event(
                id: 4, incident: 8, actor: 1, actorName: "nav", timestamp: .sample,
                received: .sample, type: .start, description: ""),
            of: disk, source: .sample(), searchText: SearchText(disk.description))
        return .sample(
            level: .moderate, type: .end,
            gathered: GatheredNotice(
                reason,
                of: [
                    GatheredNotice.Item(box, current: box.incident, url: nil),
                    GatheredNotice.Item(
                        begun, current: disk, url: "https://argus.example.org/incidents/8/"),
                ]), url: url)
    }
}

extension Destination {
    /// Where a service of the test's listens.
    static func sample(
        _ medium: Medium, port: Int, path: String = "/hook", host: String = "hooks.example.org",
        scheme: String = "http", _ more: [String: String] = [:]
    ) -> Destination {
        let url = "\(scheme)://\(host):\(port)\(path)"
        return Destination(
            id: 2, user: 1, medium: medium,
            settings: more.merging(["url": url]) { one, _ in one })
    }
}

extension NameResolver {
    /// Has every name lead to this machine.
    static let here = NameResolver { _ in [IPAddress("127.0.0.1")].compactMap { $0 } }
}

extension AddressPolicy {
    /// Allows this machine.
    static let here = AddressPolicy(allowing: [IPNetwork("127.0.0.0/8")].compactMap { $0 })
}

extension Duration {
    /// Longer than any machine that runs tests is too busy to answer.
    static let longest = Duration.seconds(300)
}

extension OutgoingHTTP {
    /// Goes to this machine only.
    init(
        here resolver: NameResolver, patience: Duration = .longest,
        trusting roots: NIOSSLTrustRoots = .default,
        clock: @escaping WallClock = Timestamp.now
    ) {
        self.init(.here, resolver: resolver, patience: patience, trusting: roots, clock: clock)
    }
}
