import ArgusVocabulary

/// All that a message about an event may say.
package struct Notice: Hashable, Sendable {
    package let delivery: NotificationDelivery
    package let event: NotifiableEvent
    /// The incident as it is when the message is sent.
    package let current: Incident
    /// Where its source tells more; empty if it does not.
    package let detailsURL: String
    /// Where it is shown here, of several the worst; nil as long as the server does not know how others
    /// reach it.
    package let url: String?
    /// Where its recipient acknowledges the incident without logging in; nil if there is nothing to
    /// acknowledge, it is about several, or links are turned off.
    package let acknowledgeURL: String?
    /// Which other messages it stands for.
    package let more: More?
    /// What else it tells; nil if it is about one event.
    package let gathered: GatheredNotice?
    /// By what the destination knows the first message about the incident; nil if this is the first, or
    /// nobody knows.
    package let thread: String?
    /// In which zone times are written.
    package let zone: Zone

    /// When it is written: when it is due, or tried again.
    package var moment: Timestamp { max(delivery.due, delivery.updated) }

    /// Messages that a destination does not get, since it gets no more in an hour.
    package struct More: Hashable, Sendable {
        package let count: Int
        /// What the worst of them is about.
        package let worst: String

        /// Counts messages.
        package init(count: Int, worst: String) {
            (self.count, self.worst) = (count, worst)
        }
    }

    /// Puts together what can be said.
    package init(
        _ delivery: NotificationDelivery, _ event: NotifiableEvent, current: Incident,
        detailsURL: String,
        url: String?, acknowledgeURL: String? = nil, more: More? = nil,
        gathered: GatheredNotice? = nil, thread: String? = nil, zone: Zone
    ) {
        (self.delivery, self.event, self.current) = (delivery, event, current)
        (self.detailsURL, self.url, self.more, self.zone) = (detailsURL, url, more, zone)
        (self.acknowledgeURL, self.gathered, self.thread) = (acknowledgeURL, gathered, thread)
    }

    /// The value of the first tag of a key; nil without one.
    package func tag(_ key: String) -> String? {
        event.incident.tags.first { $0.tag.key == key }?.tag.value
    }
}

/// A way in which messages are sent: what one of our integrations does.
package protocol Channel: Sendable {
    /// What it sends by.
    var medium: Medium { get }
    /// How often it is tried.
    var retries: DeliveryRetries { get }
    /// Whether all is set that it needs to send anything.
    var isSetUp: Bool { get }

    /// Sends a message, or says why that did not work; never takes longer than half a minute.
    func send(_ notice: Notice, to destination: Destination) async -> DeliveryOutcome
}

extension Channel {
    package var retries: DeliveryRetries { DeliveryRetries() }
    package var isSetUp: Bool { true }
}
