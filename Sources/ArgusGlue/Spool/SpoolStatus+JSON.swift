import ArgusClient
import ArgusVocabulary

extension SpoolStatus {
    /// The status as one JSON object with the names of these members in snake case, times in UTC;
    /// `oldest_age` is in seconds.
    ///
    /// `sources` is an array with an object of the same kind for each source.
    package func json(at now: Timestamp) -> JSONValue {
        [
            "spool": .string(path), "depth": .count(depth), "oldest": .time(oldest),
            "oldest_age": .age(oldest, at: now), "set_aside": .count(setAside),
            "set_aside_reason": .text(setAsideReason), "dead": .count(dead),
            "bytes": .count(bytes), "byte_limit": .count(byteLimit),
            "accepted": .count(accepted), "delivered": .count(delivered),
            "skipped": .count(skipped), "dropped": .count(dropped),
            "last_success": .time(lastSuccess), "trouble": .text(trouble),
            "trouble_since": .time(troubleSince), "paused": .time(pausedSince),
            "left_out": .count(leftOut), "deliverer": .holder(deliverer),
            "sources": .array(sources.map { $0.json(at: now) }),
        ]
    }
}

extension SpoolStatus.Source {
    fileprivate func json(at now: Timestamp) -> JSONValue {
        [
            "name": .string(name.description), "depth": .count(depth), "oldest": .time(oldest),
            "oldest_age": .age(oldest, at: now), "set_aside": .count(setAside),
            "set_aside_reason": .text(setAsideReason), "dead": .count(dead),
            "bytes": .count(bytes), "last_success": .time(lastSuccess), "trouble": .text(trouble),
            "trouble_since": .time(troubleSince), "paused": .time(pausedSince),
            "left_out": .count(leftOut), "comparison_trouble": .text(comparisonTrouble),
            "comparison_trouble_since": .time(comparisonTroubleSince),
            "deliverer": .holder(deliverer),
        ]
    }
}

extension JSONValue {
    fileprivate static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }

    fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    fileprivate static func time(_ moment: Timestamp?) -> JSONValue { text(moment?.text()) }

    fileprivate static func age(_ moment: Timestamp?, at now: Timestamp) -> JSONValue {
        moment.map { .integer(now.since($0).components.seconds) } ?? .null
    }

    fileprivate static func holder(_ holder: DeliveryLock.Holder?) -> JSONValue {
        holder.map { $0.pid.map { .integer(Int64($0)) } ?? "unknown" } ?? .null
    }
}

extension SpoolStatus {
    /// What is said to whoever asks whether all is well: a line for people, which begins with `ok`.
    ///
    /// Where somebody has paused the delivery, that is said: it is no fault.
    package var health: String {
        let paused = sources.filter { $0.pausedSince != nil }.map(\.name.description)
        let names = paused.joined(separator: ", ")
        return paused.isEmpty ? "ok\n" : "ok, but the delivery is paused of: \(names)\n"
    }
}
