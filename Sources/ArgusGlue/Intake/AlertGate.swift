import ArgusClient
import ArgusVocabulary
import Logging

/// Lets alerts into the spool by the conventions of their source and such as a server takes them, and
/// says what it altered for that.
///
/// Each kind of alteration is logged when it is made for the first time; how often it was made is
/// logged at the end.
package struct AlertGate: Sendable {
    private let version: APIVersion
    private let conventions: Conventions
    private let logger: Logger
    private var counts: [Alteration: Int] = [:]
    private var leftOut = RecentKeys()

    /// Makes what passes deliverable over a version of the API.
    package init(_ version: APIVersion, by conventions: Conventions = .none, logger: Logger) {
        (self.version, self.conventions, self.logger) = (version, conventions, logger)
    }

    /// What an alert is let in as.
    package enum Admission: Hashable, Sendable {
        case taken(Alert)
        /// It is left out on purpose, and why.
        case leftOut(String)
    }

    /// The alert such as a server takes it, or that it is left out, or why no server can take it.
    ///
    /// What belongs to a problem whose opening was left out is left out as well.
    package mutating func admit(
        _ alert: Alert, receipt: Timestamp
    ) throws(AlertProblem) -> Admission {
        for problem in conventions.news(at: receipt) { logger.error("\(problem).") }
        switch try alert.admitted(by: conventions, for: version, receipt: receipt) {
        case .leftOut(let reason):
            if alert.kind == .open { leftOut.insert(alert.key) }
            return .leftOut(reason)
        case .taken(let deliverable):
            if alert.kind == .event, leftOut.contains(alert.key) {
                return .leftOut("an event of \(alert.key.inOneLine), which was left out")
            }
            if alert.kind == .open || alert.kind == .close { leftOut.remove(alert.key) }
            note(deliverable.alterations, of: alert)
            return .taken(deliverable.alert)
        }
    }

    private mutating func note(_ alterations: Set<Alteration>, of alert: Alert) {
        for alteration in alterations {
            counts[alteration, default: 0] += 1
            guard counts[alteration] == 1 else { continue }
            let key = alert.key.isEmpty ? "" : " with the key \(alert.key.inOneLine)"
            logger.warning(
                "An alert\(key) was altered: \(alteration). Others like it are counted.")
        }
    }

    /// Logs how many alerts were altered, if any kind was altered more than once.
    package func sumUp() {
        let repeated = Alteration.allCases.filter { counts[$0, default: 0] > 1 }
        guard !repeated.isEmpty else { return }
        let sums = repeated.map { "\(counts[$0, default: 0]) times \($0)" }
        logger.notice("Altered in all: \(sums.joined(separator: "; ")).")
    }
}

/// Keys of which no more than so many are remembered, the newest.
private struct RecentKeys: Sendable {
    private static let limit = 10_000
    private var keys: Set<String> = []
    private var order: [String] = []

    func contains(_ key: String) -> Bool { !keys.isEmpty && keys.contains(key) }

    mutating func insert(_ key: String) {
        guard keys.insert(key).inserted else { return }
        order.append(key)
        guard order.count > 2 * Self.limit else { return }
        keys.subtract(order.prefix(Self.limit))
        order.removeFirst(Self.limit)
    }

    mutating func remove(_ key: String) {
        if !keys.isEmpty { keys.remove(key) }
    }
}
