import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Which messages a page shows, as its address says.
struct MessageAddress {
    static let path = NotificationTabs.messages.rawValue

    var state: NotificationDelivery.State?
    var reason: DeliveryReason?
    var destination: Destination.ID?
    /// The name of an account; nil for one's own, or for all.
    var user: String?
    /// Whether those of all accounts are shown.
    var isOfAll = false
    /// The message before which the page begins; nil for the last one.
    var before: NotificationDelivery.ID?

    init(_ query: Query) {
        state = query.value("state").flatMap { NotificationDelivery.State(rawValue: $0) }
        reason = query.value("reason").flatMap { DeliveryReason(rawValue: $0) }
        destination = query.value("destination").flatMap { Int64($0) }
            .map { Destination.ID($0) }
        user = query.value("user")
        isOfAll = query.contains("all")
        before = query.value("before").flatMap { Int64($0) }.map { NotificationDelivery.ID($0) }
    }

    /// The address with a change, from the last message on.
    func changed(_ change: (inout MessageAddress) -> Void) -> String {
        var address = self
        address.before = nil
        change(&address)
        return address.text
    }

    var text: String {
        let items: [(String, String?)] = [
            ("state", state?.rawValue), ("reason", reason?.rawValue),
            ("destination", destination.map { "\($0)" }), ("user", user),
            ("all", isOfAll ? "1" : nil), ("before", before.map { "\($0)" }),
        ]
        let query = items.compactMap { name, value in
            value.map { "\(name)=\($0.percentEncoded)" }
        }
        return query.isEmpty ? Self.path : "\(Self.path)?\(query.joined(separator: "&"))"
    }

    var selection: DeliverySelection {
        var selection = DeliverySelection(
            of: user.map { .account($0) } ?? (isOfAll ? .everybody : .asker))
        (selection.state, selection.reason) = (state, reason)
        selection.destination = destination
        return selection
    }

    /// What tells that something became of the messages.
    var live: String { "\(Self.path)live/\(isOfAll || user != nil ? "?all" : "")" }
}
