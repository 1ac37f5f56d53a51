import ArgusVocabulary

/// What a message tells that stands for several.
package struct GatheredNotice: Hashable, Sendable {
    package let reason: Reason
    /// One for each incident, the worst first.
    package let items: [Item]

    /// Why it stands for several.
    package enum Reason: Hashable, Sendable {
        /// It was gathered until then.
        case digest(Timestamp)
        /// There are so many with one tag; `isMore` if that was told before.
        case storm(Tag, incidents: Int, isMore: Bool)
        /// Planned maintenance is over, or about to be, and had hidden what is open.
        case maintenance(MaintenanceNotice)
    }

    /// What happened to an incident.
    package struct Item: Hashable, Sendable {
        /// The last thing that happened.
        package let event: NotifiableEvent
        /// The incident as it is when the message is sent.
        package let current: Incident
        /// Where it is shown; nil as long as the server does not know how others reach it.
        package let url: String?

        /// Tells of an event.
        package init(_ event: NotifiableEvent, current: Incident, url: String?) {
            (self.event, self.current, self.url) = (event, current, url)
        }
    }

    /// Puts together what is told of, of each incident the last; the worst first, and of these what began
    /// first.
    package init(_ reason: Reason, of items: [Item]) {
        self.reason = reason
        let last = Dictionary(items.map { ($0.current.id, $0) }) { one, other in
            one.event.event.id > other.event.event.id ? one : other
        }
        self.items = last.values.sorted {
            ($0.current.level.rawValue, $0.current.startTime, $0.current.id)
                < ($1.current.level.rawValue, $1.current.startTime, $1.current.id)
        }
    }
}
