import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// A message that is to be sent, with its event.
struct Candidate {
    let delivery: NotificationDelivery
    let event: NotifiableEvent
    /// The incident as it is now.
    let current: Incident
}

/// A message, and which others it stands for.
struct Bundle {
    let delivery: NotificationDelivery
    var others: [NotificationDelivery.ID] = []
    var notice: GatheredNotice?
}

extension Dispatch {
    /// What a message tells, with others or by itself; nil if it is not sent now, or not at all.
    func bundle(_ one: Candidate, to destination: Destination, _ lease: String) throws -> Bundle? {
        let isCarrier = one.delivery.carrier == one.delivery.id
        let reason = try reason(notToSend: one)
        // What it carries may be told even if what it is about itself is not.
        if let reason, !isCarrier || reason == .accountInactive {
            try put(one.delivery, .dropped, reason, lease)
            return nil
        }
        if let notice = one.delivery.notice { return try report(one, notice, lease) }
        switch one.delivery.terms.gathering {
        case nil: return Bundle(delivery: one.delivery)
        case .digest(let due):
            return try gathered(
                one, reason, .digest(due), isCarrier: isCarrier, to: destination, lease)
        case .storm(let rule, _, let tag):
            return try storm(one, reason, rule, tag, to: destination, lease)
        }
    }

    /// A message together with those that it carries, or that it may.
    private func gathered(
        _ one: Candidate, _ reason: DeliveryReason?, _ why: GatheredNotice.Reason,
        isCarrier: Bool, to destination: Destination, _ lease: String
    ) throws -> Bundle? {
        let (deliveries, now) = (transaction.stores.deliveries, transaction.now)
        let key = one.delivery.terms.gathering?.key ?? ""
        let others = try candidates(
            isCarrier
                ? deliveries.carried(by: one.delivery.id)
                : deliveries.ungathered(
                    key, to: destination.id, besides: one.delivery.id, lease: lease,
                    now: now))
        var told: [Candidate] = []
        var dropped: [DeliveryReason: [NotificationDelivery.ID]] = [:]
        for other in others {
            if let reason = try self.reason(notToSend: other) {
                dropped[reason, default: []].append(other.delivery.id)
            } else {
                told.append(other)
            }
        }
        for (reason, ids) in dropped { try deliveries.drop(ids, reason, now: now) }
        if let reason, told.isEmpty {
            try put(one.delivery, .dropped, reason, lease)
            return nil
        }
        if !isCarrier {
            try deliveries.gather(told.map(\.delivery.id), into: one.delivery.id)
            try deliveries.markCarrier(one.delivery.id)
        }
        var delivery = one.delivery
        delivery.carrier = delivery.id
        return Bundle(
            delivery: delivery, others: others.map(\.delivery.id),
            notice: notice(why, of: (reason == nil ? [one] : []) + told))
    }

    /// A message about planned maintenance, without what is over by now; nil if all of it is.
    private func report(
        _ one: Candidate, _ id: MaintenanceNotice.ID, _ lease: String
    ) throws -> Bundle? {
        let (deliveries, now) = (transaction.stores.deliveries, transaction.now)
        let others = try candidates(deliveries.carried(by: one.delivery.id, limit: 10_000))
        let over = others.filter { $0.current.endTime.isClosed(at: now) }
        try deliveries.drop(over.map(\.delivery.id), .closed, now: now)
        let open = ([one] + others).filter { !$0.current.endTime.isClosed(at: now) }
        guard let told = maintenance[id], !open.isEmpty else {
            try put(one.delivery, .dropped, .closed, lease)
            return nil
        }
        return Bundle(
            delivery: one.delivery, others: others.map(\.delivery.id),
            notice: notice(.maintenance(told), of: open))
    }

    private func notice(
        _ reason: GatheredNotice.Reason, of items: [Candidate]
    ) -> GatheredNotice {
        GatheredNotice(
            reason,
            of: items.map {
                GatheredNotice.Item($0.event, current: $0.current, url: url(of: $0.current))
            })
    }

    /// A message that may be one of many about a tag: by itself as long as they are few, then one for
    /// all, and then at most one in a while for those that came after.
    private func storm(
        _ one: Candidate, _ reason: DeliveryReason?, _ rule: StormRule, _ tag: Tag,
        to destination: Destination, _ lease: String
    ) throws -> Bundle? {
        let (deliveries, now) = (transaction.stores.deliveries, transaction.now)
        var delivery = one.delivery
        let isCarrier = delivery.carrier == delivery.id
        let storm = try deliveries.storm(
            delivery.terms.gathering?.key ?? "", at: destination.id, since: now - rule.within,
            besides: delivery.id)
        if !isCarrier {
            if let held = storm.held {
                try deliveries.gather([delivery.id], into: held)
                return nil
            }
            if let told = storm.told {
                (delivery.due, delivery.carrier) = (told.advanced(by: rule.within), delivery.id)
                (delivery.reason, delivery.updated) = (.storm, now)
                _ = try deliveries.settle(delivery, lease: lease)
                return nil
            }
            if storm.incidents <= rule.count { return Bundle(delivery: delivery) }
        }
        let isMore = delivery.reason == .storm
        return try gathered(
            one, reason,
            .storm(tag, incidents: storm.incidents, isMore: isMore), isCarrier: isCarrier,
            to: destination, lease)
    }

    private func candidates(_ deliveries: [NotificationDelivery]) throws -> [Candidate] {
        guard !deliveries.isEmpty else { return [] }
        let events = Dictionary(
            try transaction.stores.outbox.events(
                deliveries.map(\.event).withoutRepetitions(), withText: rules.readsText
            ).map { ($0.event.id, $0) }
        ) { $1 }
        let incidents = Dictionary(
            try transaction.stores.incidents.find(Set(deliveries.map(\.incident))).map {
                ($0.id, $0)
            }
        ) { $1 }
        return deliveries.compactMap { delivery in
            guard let event = events[delivery.event], let current = incidents[delivery.incident]
            else { return nil }
            return Candidate(delivery: delivery, event: event, current: current)
        }
    }
}
