import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What is told when planned maintenance is over, or about to be.
extension NotificationOperations {
    /// What ended longer ago than this is told no more, and less if events are too old before.
    private static let patience = Duration.seconds(86_400)

    /// Decides who is told that windows of planned maintenance are over, or about to be, and what is open
    /// that they have hidden; says how many messages come of it.
    ///
    /// Whatever several servers do at the same time, and however often they begin again, it is decided
    /// once for each window.
    @discardableResult
    package func tellOfMaintenance(by requester: Requester) async throws -> Int {
        try requester.check(.keepHouse)
        let now = database.clock()
        let rules = try await rules()
        let due = rules.maintenanceNotices(
            after: now - min(policy.oldest ?? Self.patience, Self.patience), upTo: now)
        if due.isEmpty { return 0 }
        let untold = try await database.read { try $0.maintenanceNotices.untold(due) }
        var count = 0
        for notice in untold {
            count += try await database.write(.keepHouse, by: requester) { transaction in
                try transaction.tell(notice, rules)
            }
        }
        return count
    }
}

extension Transaction {
    /// Writes down what is told of a window, and to whom; nothing if another server has.
    fileprivate func tell(
        _ due: DueMaintenanceNotice, _ rules: NotificationRules
    ) throws -> Int {
        guard let notice = try stores.maintenanceNotices.insert(due, now: now) else { return 0 }
        let hidden = try stores.outbox.hidden(openAt: now, withText: rules.readsText)
            .filter { rules.leavesOpen($0.facts, by: due.task.id, at: now) }
        if hidden.isEmpty { return 0 }
        let told = try stores.deliveries.told(of: hidden.map(\.event.id))
        let plans = hidden.map { rules.plan($0, now: now, hidden: true) }
        let messages = MaintenanceMessage.messages(of: plans, besides: told)
        try stores.maintenanceNotices.insert(plans, of: notice)
        try stores.outbox.keep(messages.flatMap(\.events).map(\.id).withoutRepetitions(), now: now)
        for message in messages {
            try stores.deliveries.insert(
                message.delivery, about: message.events, of: notice, now: now)
        }
        return messages.count
    }
}
