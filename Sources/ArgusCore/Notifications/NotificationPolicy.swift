import ArgusVocabulary

/// What whoever runs the server decides about notifications.
package struct NotificationPolicy: Hashable, Sendable {
    /// Whether anything is told at all.
    package var isOn: Bool
    /// What holds for every filter of a profile in a field that the filter says nothing of.
    package var fallback: FilterBlob
    /// Events that happened longer ago than this when they are looked at are not told; nil for all.
    package var oldest: Duration?
    /// In which zone timeslots are meant, and times are written.
    package var zone: Zone
    /// How others reach the server, without a slash at the end; nil as long as that is not known.
    package var publicURL: String?
    /// For how long it is kept what was decided and sent.
    package var history: Duration
    /// For how long a link in a message can be used that acknowledges; nil for none at all.
    package var linkAge: Duration?

    /// Decides.
    package init(
        isOn: Bool = true, fallback: FilterBlob = FilterBlob(), oldest: Duration? = nil,
        zone: Zone = .utc, publicURL: String? = nil, history: Duration = .seconds(90 * 86_400),
        linkAge: Duration? = .seconds(86_400)
    ) {
        (self.isOn, self.fallback, self.oldest, self.zone) = (isOn, fallback, oldest, zone)
        (self.publicURL, self.history, self.linkAge) = (publicURL, history, linkAge)
    }
}

extension FilterBlob {
    /// The same, with another's fields where it says nothing, or no.
    ///
    /// As the existing server has it, only that something is hidden is not taken over.
    package func falling(backOn fallback: FilterBlob) -> FilterBlob {
        func chosen<Element>(_ own: [Element]?, _ other: [Element]?) -> [Element]? {
            own.map { !$0.isEmpty } == true ? own : other
        }
        func chosen(_ own: Bool?, _ other: Bool?) -> Bool? {
            own == true ? own : other ?? own
        }
        var blob = self
        blob.sources = chosen(sources, fallback.sources)
        blob.sourceTypes = chosen(sourceTypes, fallback.sourceTypes)
        blob.tags = chosen(tags, fallback.tags)
        blob.eventTypes = chosen(eventTypes, fallback.eventTypes)
        blob.open = chosen(open, fallback.open)
        blob.acked = chosen(acked, fallback.acked)
        blob.stateful = chosen(stateful, fallback.stateful)
        blob.maxLevel = maxLevel ?? fallback.maxLevel
        blob.written = written ?? fallback.written
        return blob
    }
}
