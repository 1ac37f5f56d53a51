import ArgusVocabulary

extension Alert {
    /// An alert that a server takes, and what had to be altered for that.
    package struct Deliverable: Hashable, Sendable {
        package let alert: Alert
        package let alterations: Set<Alteration>

        package init(alert: Alert, alterations: Set<Alteration>) {
            (self.alert, self.alterations) = (alert, alterations)
        }
    }

    /// The alert as a server takes it over a version of the API, or why none can take it.
    ///
    /// What describes a problem is altered: cut, replaced, put into lower case, left out. What
    /// names it is not, except that blanks around a key are dropped and that a key which cannot be
    /// asked for becomes its ``Fingerprint``: the same for the opening and for the closing. What
    /// was altered once is not altered again. `receipt` stands for a time that cannot be stored.
    package func deliverable(
        for version: APIVersion, receipt: Timestamp
    ) throws(AlertProblem) -> Deliverable {
        var tailor = AlertTailor(version: version)
        var alert = self
        if !Self.storableTimes.contains(time) {
            tailor.note(.timeReplaced)
            alert.time = receipt
            if kind == .open || kind == .stateless {
                alert.tags = Tags([Tags.Element("time_source", "receipt")] + Array(tags ?? [:]))
            }
        }
        alert = Alert(
            kind, tailor.key(key), alert.time, tailor.text(description),
            level: level.map { tailor.level($0) },
            tags: alert.tags.map { tailor.tags($0) },
            detailsURL: detailsURL.flatMap { tailor.url($0) },
            metadata: metadata.map { tailor.metadata($0) })
        (alert.isOnce, alert.isLive) = (isOnce, isLive)
        alert.isAcknowledgement = isAcknowledgement
        tailor.fit(&alert)
        let faults = alert.faults
        guard faults.isEmpty else { throw AlertProblem(faults) }
        return Deliverable(alert: alert, alterations: tailor.alterations)
    }

    /// Every zone shows these moments within the years 1 to 9999, which is all that databases and
    /// clients agree on.
    private static let storableTimes =
        Timestamp(unixSeconds: -62_104_060_800)...Timestamp(unixSeconds: 253_370_764_799)

    /// What keeps the alert from being sent, whoever wrote it.
    var faults: [AlertProblem.Fault] {
        var faults: [AlertProblem.Fault] = []
        if key.trimmingBlanks().isEmpty, kind != .stateless {
            faults.append(.init("key", "is missing"))
        }
        if key.unicodeScalars.contains("\u{fffd}") {
            // Two keys that differ in what was lost would be taken for one problem.
            faults.append(.init("key", "is not written in UTF-8"))
        }
        if kind == .event || kind == .stateless, description.trimmingBlanks().isEmpty {
            faults.append(.init("description", "is missing"))
        }
        return faults
    }
}

extension StringProtocol {
    /// The text without white space, and without byte order marks, at either end.
    package func trimmingBlanks() -> SubSequence {
        if let first = unicodeScalars.first, let last = unicodeScalars.last,
            ("!"..."~").contains(first), ("!"..."~").contains(last)
        {
            return self[startIndex...]
        }
        func isBlank(_ character: Character) -> Bool {
            character.isWhitespace || character.unicodeScalars.first == "\u{feff}"
        }
        var (start, end) = (startIndex, endIndex)
        while start < end, isBlank(self[start]) { start = index(after: start) }
        while start < end, isBlank(self[index(before: end)]) { end = index(before: end) }
        return self[start..<end]
    }
}
