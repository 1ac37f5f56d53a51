import ArgusCore
import ArgusVocabulary

/// What a message says, in words: the same for all channels, which put it into their own form.
package struct MessageText: Sendable {
    private let notice: Notice

    /// Tells of an event.
    package init(_ notice: Notice) {
        self.notice = notice
    }

    private var incident: Incident { notice.event.incident }
    private var event: Event { notice.event.event }

    /// When it happened, as the existing server writes it into its subjects.
    var timeUTC: String {
        event.timestamp.text(in: .utc).replacing("T", with: " ", maxReplacements: 1)
            .replacing("Z", with: "+00:00")
    }

    /// What it is about, if that is more than one incident; nil if it is one.
    var headline: String? { notice.gathered?.headline(in: notice.zone) }

    /// How bad it is, in a word.
    package var level: String { notice.level.word }

    /// Names and values, in the order in which somebody who is woken wants to read them.
    package var facts: [(name: String, value: String)] { facts(room: nil) }

    /// The same, of many incidents no more than there is room for, in bytes; nil for as many as there may
    /// be.
    func facts(room: Int?) -> [(name: String, value: String)] {
        if let gathered = notice.gathered {
            return gathered.facts(in: notice.zone, at: notice.moment, room: room)
                + (moreFact.map { [$0] } ?? [])
        }
        var facts: [(String, String)] = [
            ("What happened", event.type.display),
            ("Level", "\(incident.level.rawValue) (\(level))"),
        ]
        if let host = notice.tag("host") { facts.append(("Host", host)) }
        facts += [
            ("Source", "\(notice.event.source.name) (\(notice.event.source.type))"),
            ("Since", time(incident.startTime)),
            ("Until", until),
        ]
        if !event.description.isEmpty, event.description != incident.description {
            facts.append(("\(event.actorName) says", event.description))
        } else {
            facts.append(("By", event.actorName))
        }
        if let now { facts.append(("By now", now)) }
        if let why { facts.append(("Told as", why)) }
        if !incident.ticketURL.isEmpty { facts.append(("Ticket", incident.ticketURL)) }
        if !notice.detailsURL.isEmpty { facts.append(("Details", notice.detailsURL)) }
        if !incident.tags.isEmpty {
            facts.append(("Tags", incident.tags.map(\.tag.text).joined(separator: ", ")))
        }
        if let moreFact { facts.append(moreFact) }
        return facts
    }

    private var moreFact: (name: String, value: String)? {
        notice.more.map { ("And \($0.count) more", "the worst of them: \($0.worst)") }
    }

    /// Where the reader goes from here.
    package var links: [(name: String, value: String)] {
        [("Argus", notice.url), ("Acknowledge", notice.acknowledgeURL)].compactMap { name, url in
            url.map { (name, $0) }
        }
    }

    /// Until when it lasted, in words if it has no end.
    var until: String {
        guard incident.endTime.isStateful else { return "it happened once" }
        let end = incident.endTime.microseconds.map { Timestamp(microseconds: $0) }
        return end.map { $0 == .infinity ? "still open" : time($0) } ?? "still open"
    }

    /// Why it is told, if not for the first time, or not to those who are told first; nil otherwise.
    var why: String? {
        let delivery = notice.delivery
        let count = delivery.occasion % Escalation.occasions
        let reasons = [
            delivery.level.map { "level \($0) of the escalation" },
            delivery.note.isEmpty ? nil : delivery.note,
            count > 0 && notice.gathered == nil ? "reminder \(count)" : nil,
        ].compactMap { $0 }
        return reasons.isEmpty ? nil : reasons.joined(separator: ", ")
    }

    /// What has become of the incident since the event; nil if nothing has.
    var now: String? {
        let current = notice.current
        var news: [String] = []
        if current.endTime != incident.endTime {
            let end = current.endTime.microseconds.map { Timestamp(microseconds: $0) }
            news.append(
                end.map { $0 == .infinity ? "open again" : "over since \(time($0))" }
                    ?? "open again")
        }
        if current.isAcked(at: notice.moment), incident.ackedUntil == nil {
            news.append("acknowledged")
        }
        if current.level != incident.level {
            news.append("level \(current.level.rawValue) (\(current.level.word))")
        }
        return news.isEmpty ? nil : news.joined(separator: ", ")
    }

    /// A moment in the zone in which the message is written.
    func time(_ moment: Timestamp) -> String {
        moment.text(in: notice.zone).replacing("T", with: " ", maxReplacements: 1)
    }
}

extension String {
    /// The same in one line: what would end or change a line is a blank.
    package var withoutControls: String {
        var text = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: text.append(" ")
            default: text.append(scalar)
            }
        }
        return String(text).split(separator: " ").joined(separator: " ")
    }
}
