import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary

/// `/notifications/destinations/`: where somebody can be reached; everybody's own.
enum DestinationPages {
    static let pages = [list, choose, create, update, test, delete]

    private static let tab = NotificationTabs.destinations

    private static let list = WebPage("/notifications/destinations/", access: .own) { call in
        let destinations = try await call.operations.destinations.list(of: call.requester)
        let mayAct = try call.requester.may(.act)
        let page = ListPage(
            "Destinations", "Where you are told.", tabs: tab.links,
            buttons: mayAct ? [MenuItem("Add a destination", "\(tab.rawValue)create/")] : [],
            columns: ["Name", "Medium", "Address", ""],
            rows: destinations.map { row($0, mayAct: mayAct) }, empty: "You can be told nowhere.")
        return try await call.page("list-page", page, in: .notifications)
    }

    private static func row(_ destination: Destination, mayAct: Bool) -> [ListCell] {
        let one = "\(tab.rawValue)\(destination.id)/"
        let change = MenuItem("Change", "\(one)update/")
        let test = MenuItem("Test", "\(one)test/")
        let delete = MenuItem("Delete", "\(one)delete/")
        let address = destination.address + (destination.isManaged ? " (of your account)" : "")
        return [
            .text(destination.label ?? destination.suggestedLabel),
            .text(
                destination.medium.isKnown
                    ? destination.medium.name : "\(destination.medium.name), unknown here",
                style: destination.medium.isKnown ? "" : "problem"),
            .text(address),
            .actions(
                !mayAct ? [] : destination.isManaged ? [test, change] : [test, change, delete]),
        ]
    }

    private static let choose = WebPage(
        "/notifications/destinations/create/", form: DestinationForm.medium,
        show: { call, entry in
            try call.requester.check(.act)
            let form = DestinationForm(entry).pageForm(to: "\(tab.rawValue)create/", "Go on")
            return try await show(
                call, form, "Add a destination", "By which way do you want to be told?")
        }
    ) { call, medium in
        try call.requester.check(.act)
        return call.leading(to: "\(tab.rawValue)create/\(medium.rawValue)/")
    }

    private static let slug = PathPart("media", .text, "A medium.")

    private static let create = WebPage(
        "/notifications/destinations/create/\(slug)/", form: DestinationForm.form,
        show: { call, entry in
            try call.requester.check(.act)
            let medium = try medium(call)
            let form = DestinationForm(entry, medium, nil)
                .pageForm(to: "\(tab.rawValue)create/\(medium.rawValue)/", "Keep it")
            return try await show(call, form, "Add a destination", "By \(medium.name).")
        }
    ) { call, said in
        let new = try said.new(by: medium(call))
        return try await call.making(
            leadingTo: { _ in tab.rawValue }, saying: "The destination was added."
        ) { once in
            try await call.operations.destinations.create(new, by: call.requester, once: once)
        }
    }

    private static func medium(_ call: Call) throws(Refusal) -> Medium {
        guard let medium = Medium(rawValue: call.text(of: slug)) else {
            throw .notFound("There is no such medium.")
        }
        return medium
    }

    private static let update = WebPage(
        "/notifications/destinations/:pk/update/", form: DestinationForm.form,
        show: { call, entry in
            let destination = try await call.operations.destinations.find(
                call.id(), of: call.requester)
            let form = DestinationForm(entry, destination.medium, destination)
                .pageForm(to: "\(tab.rawValue)\(destination.id)/update/", "Keep it")
            return try await show(
                call, form, "Change a destination", "By \(destination.medium.name).")
        }
    ) { call, said in
        do {
            _ = try await call.operations.destinations.change(
                call.id(), by: call.requester
            ) { old in said.change(of: old) }
        } catch let refusal as Refusal {
            throw refusal.withoutCodes
        }
        return call.leading(to: tab.rawValue, saying: "The destination was changed.")
    }

    private static func show(
        _ call: Call, _ form: PageForm, _ title: String, _ text: String
    ) async throws -> Reply {
        let page = FormPage(title: title, text: text, parent: tab.parent, form: form)
        return try await call.page("form-page", page, in: .notifications)
    }

    private static let test = WebPage(
        "/notifications/destinations/:pk/test/", form: Form(Field([:]) { _ in true }),
        show: { call, entry in
            let destination = try await call.operations.destinations.find(
                call.id(), of: call.requester)
            let page = FormPage(
                title: "Try \(destination.label ?? destination.suggestedLabel)",
                text: "A message that says it is a test is sent at once.", parent: tab.parent,
                form: PageForm(entry, to: call.path, "Send it", [], back: tab.rawValue))
            return try await call.page("form-page", page, in: .notifications)
        }
    ) { call, _ in
        let test = try await call.operations.notifications.sendTest(
            to: call.id(), by: call.requester)
        guard test.isSent else { throw Refusal.invalid(Problem.text(test.sentence)) }
        return call.leading(to: tab.rawValue, saying: test.sentence)
    }

    private static let delete = ConfirmPage.page(
        "/notifications/destinations/:pk/delete/", in: .notifications, parent: tab.parent,
        describe: { call in
            let destination = try await call.operations.destinations.find(
                call.id(), of: call.requester)
            let name = destination.label ?? destination.suggestedLabel
            return ("Delete the destination \(name)?", "It must not be used by a profile.")
        }, "Delete it", saying: "The destination was deleted."
    ) { call in
        try await call.operations.destinations.delete(call.id(), by: call.requester)
    }
}
