import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// An entry of an incident's log, ready to print.
struct LogLine {
    let moment: MomentText
    /// A sign for what kind of thing happened, and the class that gives it a colour.
    let sign: String
    let style: String
    let who: String
    let what: String
    /// What was said; nil if nothing was.
    let note: String?
    /// Whether somebody else did it while the reader was filling in a form.
    let isNews: Bool

    init(_ event: Event, in view: IncidentView) {
        moment = view.moments.text(event.timestamp)
        who = event.actorName
        isNews = view.isNews(event)
        let words = Self.words(for: event.type)
        sign = words.sign
        style = event.type == .start ? LevelMark(view.sourced.incident.level).style : words.style
        guard event.type == .change, let change = FieldChange(event.description) else {
            what = words.what + Self.expiration(of: event, in: view)
            note = event.description.isEmpty ? nil : event.description
            return
        }
        what = "changed \(change.field)"
        note = "\(change.old) → \(change.new)"
    }

    private static func expiration(of event: Event, in view: IncidentView) -> String {
        (view.log.expirations[event.id] ?? nil).map { " until \(view.moments.text($0).full)" } ?? ""
    }

    private static func words(
        for type: EventType
    ) -> (sign: String, style: String, what: String) {
        switch type {
        case .start: ("!", "", "opened it")
        case .stateless: ("•", "", "told of it")
        case .end: ("✓", "good", "ended it")
        case .close: ("✓", "good", "closed it")
        case .reopen: ("↺", "", "reopened it")
        case .restart: ("↺", "", "restarted it")
        case .acknowledge: ("✓", "good", "acknowledged it")
        case .change: ("±", "", "changed it")
        case .other: ("✎", "", "wrote")
        case .unknown(let code): ("•", "", code)
        }
    }
}

/// What an entry of the log says that became different: `Change: "level": 2 → 1`.
struct FieldChange {
    let field: String
    let old: String
    let new: String

    /// Takes an entry's text; nil if it is written in another way.
    init?(_ text: String) {
        let start = "Change: \""
        guard text.hasPrefix(start),
            let end = text.firstRange(of: "\": "),
            let arrow = text.firstRange(of: " → "), end.upperBound <= arrow.lowerBound
        else { return nil }
        let name = String(text[..<end.lowerBound].dropFirst(start.count))
        let values = [text[end.upperBound..<arrow.lowerBound], text[arrow.upperBound...]]
            .map { Self.shown(String($0), of: name) }
        (field, old, new) = (Self.words[name] ?? name, values[0], values[1])
    }

    private static let words = [
        "level": "level", "tags": "tags", "metadata": "metadata", "details_url": "details",
        "ticket_url": "ticket", "description": "description",
    ]

    private static func shown(_ value: String, of field: String) -> String {
        if value.isEmpty { return "nothing" }
        return field == "level" ? Level(value).map { $0.display } ?? value : value
    }
}
