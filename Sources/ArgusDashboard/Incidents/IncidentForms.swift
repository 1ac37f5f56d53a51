import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Something that can be done with an incident: a button that opens a form.
struct IncidentAction {
    let id: String
    let label: String
    /// The key that opens it.
    let letter: String
    let isOpen: Bool
    let isFirst: Bool
    let form: PageForm
}

/// The forms of an incident's page, for those who may change it.
///
/// At most one of them was sent, and holds what was typed.
struct IncidentForms {
    private let call: Call
    private let view: IncidentView
    /// The form that was sent, or is asked for by its address.
    private let sent: (kind: Kind, entry: FormEntry)?

    /// What can be done, by the end of the address where it is.
    enum Kind: String {
        case acknowledgement, closure, reopening, comments, ticket, snooze, facts
    }

    /// The forms; nil for those who may only look.
    init?(_ call: Call, _ view: IncidentView, sent: (kind: Kind, entry: FormEntry)?) {
        guard call.asker?.mayChange(incidentOf: view.sourced.incident.source) == true else {
            return nil
        }
        (self.call, self.view, self.sent) = (call, view, sent)
    }

    /// What stands on top of the page.
    var actions: [IncidentAction] {
        let isOpen = view.sourced.incident.endTime.isOpen(at: view.moments.now)
        let isStateful = view.sourced.incident.endTime.isStateful
        // What was sent is shown again, even if somebody else has done it meanwhile.
        let states =
            (isStateful && isOpen || sent?.kind == .closure ? [closing] : [])
            + (isStateful && !isOpen || sent?.kind == .reopening ? [reopening] : [])
        return [acknowledging] + states + [linking, snoozing]
    }

    /// What stands below the log.
    var comment: PageForm {
        let entry = entry(.comments)
        return form(
            .comments, entry, "Say it",
            [.area(entry.field("description"), "What do you know, what did you do?", in: "comment")]
        )
    }

    /// What changes the facts.
    var edit: IncidentAction {
        let (entry, incident) = (entry(.facts), view.sourced.incident)
        let levels = Level.allCases.map { (value: "\($0.rawValue)", label: $0.display) }
        let tags = incident.tags.map(\.tag.text).joined(separator: "\n")
        let fields: [PageField] = [
            .area(
                entry.field("description", value: incident.description), "Description",
                in: "facts"),
            .select(
                entry.field("level", value: "\(incident.level.rawValue)"), "Level", in: "facts",
                levels),
            .area(
                entry.field("tags", value: tags), "Tags", in: "facts",
                rows: min(max(incident.tags.count + 1, 3), 12),
                hint: "One on each line, as key=value."),
            .line(
                entry.field("ticket_url", value: incident.ticketURL), "Ticket", in: "facts",
                type: "url"),
        ]
        return action(.facts, "edit", "e", form(.facts, entry, "Change it", fields))
    }

    private var acknowledging: IncidentAction {
        let entry = entry(.acknowledgement)
        return action(
            .acknowledgement, "Acknowledge", "a", isFirst: true,
            form(.acknowledgement, entry, "Acknowledge it", acknowledgementFields(entry, until: ""))
        )
    }

    private var snoozing: IncidentAction {
        let entry = entry(.snooze)
        return action(
            .snooze, "Snooze", "z",
            form(.snooze, entry, "Snooze it", acknowledgementFields(entry, until: "1h")))
    }

    private func acknowledgementFields(_ entry: FormEntry, until: String) -> [PageField] {
        let form = until.isEmpty ? "acknowledge" : "snooze"
        return [
            .area(entry.field("description"), "What do you do about it?", in: form),
            .select(
                entry.field("until", value: until), "Until", in: form, AckPeriod.choices),
            .line(
                entry.field("until_time"), "Or until a time", in: form, type: "datetime-local",
                hint: "In \(view.moments.zone.name). Goes before the choice above."),
        ]
    }

    private var closing: IncidentAction {
        let entry = entry(.closure)
        let why = PageField.area(entry.field("description"), "Why is it over?", in: "close")
        return action(.closure, "Close", "c", form(.closure, entry, "Close it", [why]))
    }

    private var reopening: IncidentAction {
        let entry = entry(.reopening)
        let why = PageField.area(entry.field("description"), "Why is it not over?", in: "reopen")
        return action(.reopening, "Reopen", "c", form(.reopening, entry, "Reopen it", [why]))
    }

    private var linking: IncidentAction {
        let entry = entry(.ticket)
        let address = PageField.line(
            entry.field("ticket_url", value: view.sourced.incident.ticketURL), "Its address",
            in: "ticket", type: "url", hint: "Empty if there is none.")
        return action(.ticket, "Ticket", "t", form(.ticket, entry, "Link it", [address]))
    }

    private func entry(_ kind: Kind) -> FormEntry {
        sent.flatMap { $0.kind == kind ? $0.entry : nil } ?? FormEntry(call)
    }

    private func form(
        _ kind: Kind, _ entry: FormEntry, _ button: String, _ fields: [PageField]
    ) -> PageForm {
        PageForm(
            entry, to: "/incidents/\(view.sourced.incident.id)/\(kind.rawValue)/", button, fields,
            hidden: [
                HiddenField(name: "seen", value: "\(view.log.last)"),
                HiddenField(name: "was", value: view.sourced.incident.mark),
            ])
    }

    private func action(
        _ kind: Kind, _ label: String, _ letter: String, isFirst: Bool = false, _ form: PageForm
    ) -> IncidentAction {
        IncidentAction(
            id: kind.rawValue, label: label, letter: letter, isOpen: sent?.kind == kind,
            isFirst: isFirst, form: form)
    }
}
