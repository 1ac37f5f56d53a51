import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/notifications/timeslots/`: when somebody wants to be notified; everybody's own.
enum TimeslotPages {
    static let pages = [list, create, update, delete]

    private static let tab = NotificationTabs.timeslots

    private static let list = WebPage("/notifications/timeslots/", access: .own) { call in
        let timeslots = try await call.operations.timeslots.list(of: call.requester)
        let (mayAct, zone) = (try call.requester.may(.act), try await call.moments.zone)
        let page = ListPage(
            "Timeslots", "When you are told. Times are in \(zone.name).",
            tabs: tab.links,
            buttons: mayAct ? [MenuItem("Add a timeslot", "\(tab.rawValue)create/")] : [],
            columns: ["Name", "When", ""], rows: timeslots.map { row($0, mayAct: mayAct) },
            empty: "There are none, so no profile can tell you anything.")
        return try await call.page("list-page", page, in: .notifications)
    }

    private static func row(_ timeslot: Timeslot, mayAct: Bool) -> [ListCell] {
        let one = "\(tab.rawValue)\(timeslot.id)/"
        let rows = TimeslotRow.rows(of: timeslot.recurrences)
        return [
            mayAct ? .link(timeslot.name, to: "\(one)update/") : .text(timeslot.name),
            .text(rows.isEmpty ? "never" : rows.map(\.text).joined(separator: "; ")),
            .actions(
                mayAct
                    ? [MenuItem("Change", "\(one)update/"), MenuItem("Delete", "\(one)delete/")]
                    : []),
        ]
    }

    private static let create = WebPage(
        "/notifications/timeslots/create/", form: TimeslotForm.form,
        show: { call, entry in
            try call.requester.check(.act)
            return try await form(call, entry, nil, "Add a timeslot", to: "\(tab.rawValue)create/")
        }
    ) { call, said in
        let new = NewTimeslot(name: said.name, recurrences: try said.recurrences())
        return try await call.making(
            leadingTo: { _ in tab.rawValue }, saying: "The timeslot was added."
        ) { once in
            try await call.operations.timeslots.create(new, by: call.requester, once: once)
        }
    }

    private static let update = WebPage(
        "/notifications/timeslots/:pk/update/", form: TimeslotForm.form,
        show: { call, entry in
            let timeslot = try await call.operations.timeslots.find(call.id(), of: call.requester)
            return try await form(
                call, entry, timeslot, "Change a timeslot",
                to: "\(tab.rawValue)\(timeslot.id)/update/")
        }
    ) { call, said in
        let old = try await call.operations.timeslots.find(call.id(), of: call.requester)
        let change = TimeslotChange(name: said.name, recurrences: try said.recurrences(of: old))
        _ = try await call.operations.timeslots.change(old.id, change, by: call.requester)
        return call.leading(to: tab.rawValue, saying: "The timeslot was changed.")
    }

    private static func form(
        _ call: Call, _ entry: FormEntry, _ timeslot: Timeslot?, _ title: String,
        to action: String
    ) async throws -> Reply {
        let zone = try await call.moments.zone
        let page = FormPage(
            title: title,
            text:
                "A row whose end is not after its start goes on until the next day; of holidays, the "
                + "day counts on which it begins. An end at minute 59 is that of the whole minute. "
                + "Times are in \(zone.name). Leave the days of a row empty to drop it.",
            parent: tab.parent, form: TimeslotForm(entry, timeslot).pageForm(to: action))
        return try await call.page("form-page", page, in: .notifications)
    }

    private static let delete = ConfirmPage.page(
        "/notifications/timeslots/:pk/delete/", in: .notifications, parent: tab.parent,
        describe: { call in
            let timeslot = try await call.operations.timeslots.find(call.id(), of: call.requester)
            let using = try await call.operations.notificationProfiles.list(of: call.requester)
                .filter { $0.profile.timeslot == timeslot.id }.map(\.displayName)
            let text =
                using.isEmpty
                ? "No profile uses it."
                : "The profiles that use it are deleted too: \(using.joined(separator: ", "))."
            return ("Delete the timeslot \(timeslot.name)?", text)
        }, "Delete it", saying: "The timeslot was deleted."
    ) { call in
        try await call.operations.timeslots.delete(call.id(), by: call.requester)
    }
}
