import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/notifications/messages/`: what was sent to whom, and what became of it; one's own, and for the staff
/// everybody's.
///
/// `/notifications/unreachable/`: whom nothing reaches, for the staff.
enum MessagePages {
    static let pages = [list, resendOne, resendAll, unreachable]

    private static let tab = NotificationTabs.messages
    /// How many messages a page shows.
    private static let size = 100

    private static let list = WebPage("/notifications/messages/", access: .own) { call in
        let address = MessageAddress(call.query)
        let found = try await call.operations.notifications.listed(
            address.selection, before: address.before, limit: size + 1, by: call.requester)
        let (requester, moments) = (try call.requester, try await call.moments)
        let showsUsers = address.isOfAll || address.user != nil
        let mayResend = requester.may(.act)
        var page = ListPage(
            "Messages", "What was sent, and what became of it.", tabs: tab.links,
            buttons: buttons(address, requester),
            columns: [
                "When", "About", showsUsers ? "Whom" : "", "Where", "State", "How it went", "",
            ],
            rows: found.prefix(size).map {
                row($0, address, moments, showsUser: showsUsers, mayResend: mayResend)
            }, empty: "There are none.",
            next: found.count > size
                ? address.changed { $0.before = found[size - 1].delivery.id } : nil)
        page.choices = choices(address, requester)
        page.live = address.before == nil ? address.live : nil
        return try await call.page("list-page", page, in: .notifications)
    }

    private static func buttons(_ address: MessageAddress, _ requester: Requester) -> [MenuItem] {
        var buttons: [MenuItem] = []
        if requester.isAtLeast(.staff) {
            buttons.append(MenuItem("Who cannot be reached", "/notifications/unreachable/"))
        }
        let canFail = address.state == nil || address.state == .failed
        if address.reason != nil, canFail, requester.may(.act), address.user == nil {
            let path = address.changed { $0.state = nil }.dropFirst(MessageAddress.path.count)
            buttons.append(MenuItem("Send these again", "\(tab.rawValue)resend/\(path)"))
        }
        return buttons
    }

    private static func choices(
        _ address: MessageAddress, _ requester: Requester
    ) -> [MenuItem] {
        let states: [(String, NotificationDelivery.State?)] = [
            ("All", nil), ("Waiting", .waiting), ("Sent", .sent), ("Failed", .failed),
            ("Not sent after all", .dropped),
        ]
        var choices = states.map { label, state in
            MenuItem(
                label, address.changed { ($0.state, $0.reason) = (state, nil) },
                isCurrent: address.state == state)
        }
        if requester.isAtLeast(.staff) {
            let isOwn = !address.isOfAll && address.user == nil
            choices += [
                MenuItem(
                    "Yours", address.changed { ($0.isOfAll, $0.user) = (false, nil) },
                    isCurrent: isOwn),
                MenuItem(
                    "Everybody's", address.changed { ($0.isOfAll, $0.user) = (true, nil) },
                    isCurrent: address.isOfAll && address.user == nil),
            ]
        }
        let narrowed: [(String?, (inout MessageAddress) -> Void)] = [
            (address.user.map { "Only \($0)" }, { ($0.user, $0.isOfAll) = (nil, true) }),
            (address.destination.map { "Only destination \($0)" }, { $0.destination = nil }),
            (address.reason.map { "Only: \($0.text)" }, { $0.reason = nil }),
        ]
        return choices
            + narrowed.compactMap { label, change in
                label.map { MenuItem("\($0) ✕", address.changed(change), isCurrent: true) }
            }
    }

    private static func row(
        _ listed: ListedDelivery, _ address: MessageAddress, _ moments: MomentFormat,
        showsUser: Bool, mayResend: Bool
    ) -> [ListCell] {
        let (delivery, incident) = (listed.delivery, listed.incident)
        let title = incident.description.isEmpty ? "Incident \(incident.id)" : incident.description
        let place = "\(delivery.medium.name): \(delivery.address)"
        let canResend = mayResend && delivery.state == .failed && delivery.destination != nil
        return [
            .moment(moments.text(delivery.updated)), .link(title, to: "/incidents/\(incident.id)/"),
            showsUser
                ? .link(listed.username, to: address.changed { $0.user = listed.username })
                : .text(""),
            delivery.destination.map { id in
                .link(place, to: address.changed { $0.destination = id })
            } ?? .text(place),
            state(delivery, address), .text(delivery.sentence(in: moments.zone)),
            .actions(
                canResend
                    ? [MenuItem("Send again", "\(tab.rawValue)\(delivery.id)/resend/")] : []),
        ]
    }

    private static func state(
        _ delivery: NotificationDelivery, _ address: MessageAddress
    ) -> ListCell {
        switch delivery.state {
        case .sent: return .text("sent", style: "good")
        case .waiting: return .text("waiting", style: delivery.attempts > 0 ? "problem" : "quiet")
        case .dropped: return .text("not sent", style: "quiet")
        case .failed:
            guard let reason = delivery.reason else { return .text("failed", style: "problem") }
            var cell = ListCell.link(
                "failed", to: address.changed { ($0.state, $0.reason) = (.failed, reason) })
            cell.style = "problem"
            return cell
        }
    }

    private static let resendOne = WebPage(
        "/notifications/messages/:pk/resend/", form: Form(Field([:]) { _ in true }),
        show: { call, entry in
            let form = PageForm(entry, to: call.path, "Send it again", [], back: tab.rawValue)
            return try await call.page(
                "form-page",
                FormPage(
                    title: "Send the message again?",
                    text: "It says what happened then, and what has become of it by now.",
                    parent: tab.parent, form: form), in: .notifications)
        }
    ) { call, _ in
        let count = try await call.operations.notifications.resend(
            call.id(), nil, by: call.requester)
        guard count > 0 else { throw Refusal.invalid("No message that failed has this number.") }
        return call.leading(to: tab.rawValue, saying: "The message is sent again.")
    }

    private static let resendAll = WebPage(
        "/notifications/messages/resend/", form: resendForm,
        show: { call, entry in
            let address = MessageAddress(call.query)
            let (reason, destination) = (address.reason, address.destination)
            let isOfAll = try address.isOfAll && call.requester.isAtLeast(.staff)
            let form = PageForm(
                entry, to: "\(tab.rawValue)resend/", "Send them again", [], back: tab.rawValue,
                hidden: [
                    HiddenField(name: "reason", value: reason?.rawValue ?? ""),
                    HiddenField(
                        name: "destination", value: destination.map { "\($0)" } ?? ""),
                    HiddenField(name: "all", value: isOfAll ? "on" : ""),
                ])
            let whose = isOfAll ? "Everybody's" : "Your"
            return try await call.page(
                "form-page",
                FormPage(
                    title: "Send failed messages again?",
                    text: "\(whose) messages that failed"
                        + (destination.map { " to destination \($0)" } ?? "")
                        + (reason.map { " as \($0.text)" } ?? "") + ".",
                    parent: tab.parent, form: form), in: .notifications)
        }
    ) { call, said in
        let count = try await call.operations.notifications.resend(
            nil, said.reason, to: said.destination, all: said.all, by: call.requester)
        let messages = "\(count) message\(count == 1 ? " is" : "s are")"
        return call.leading(to: tab.rawValue, saying: "\(messages) sent again.")
    }

    private static let resendForm = Form(
        Field(
            Field<String?>.text("reason"), Field<Destination.ID?>.nullableKey("destination"),
            Field<String?>.text("all")
        ) { reason, destination, all in
            (
                reason: reason.flatMap { DeliveryReason(rawValue: $0) }, destination: destination,
                all: all == "on"
            )
        })

    private static let unreachable = WebPage("/notifications/unreachable/", access: .own) { call in
        let people = try await call.operations.notifications.unreachable(by: call.requester)
        let page = ListPage(
            "Who cannot be reached",
            "People with an active account whom no message would reach.", tabs: tab.links,
            columns: ["Account", "Name", "Why"],
            rows: people.map { person in
                [
                    .link(
                        person.user.username,
                        to: "\(tab.rawValue)?user=\(person.user.username.percentEncoded)"),
                    .text(person.user.fullName), .text(person.sentence),
                ]
            }, empty: "Everybody can be reached.")
        return try await call.page("list-page", page, in: .notifications)
    }
}
