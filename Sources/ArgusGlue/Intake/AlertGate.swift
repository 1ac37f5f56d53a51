import ArgusClient
import ArgusVocabulary
import Logging

/// Lets alerts into the spool that a server takes, and says what it altered for that.
///
/// Each kind of alteration is logged when it is made for the first time; how often it was made is
/// logged at the end.
package struct AlertGate: Sendable {
    private let version: APIVersion
    private let logger: Logger
    private var counts: [Alteration: Int] = [:]

    /// Makes what passes deliverable over a version of the API.
    package init(_ version: APIVersion, logger: Logger) {
        (self.version, self.logger) = (version, logger)
    }

    /// The alert such as a server takes it, or why none can.
    package mutating func admit(
        _ alert: Alert, receipt: Timestamp
    ) throws(AlertProblem) -> Alert {
        let deliverable = try alert.deliverable(for: version, receipt: receipt)
        for alteration in deliverable.alterations {
            counts[alteration, default: 0] += 1
            guard counts[alteration] == 1 else { continue }
            let key = alert.key.isEmpty ? "" : " with the key \(alert.key.inOneLine)"
            logger.warning(
                "An alert\(key) was altered: \(alteration). Others like it are counted.")
        }
        return deliverable.alert
    }

    /// Logs how many alerts were altered, if any kind was altered more than once.
    package func sumUp() {
        let repeated = Alteration.allCases.filter { counts[$0, default: 0] > 1 }
        guard !repeated.isEmpty else { return }
        let sums = repeated.map { "\(counts[$0, default: 0]) times \($0)" }
        logger.notice("Altered in all: \(sums.joined(separator: "; ")).")
    }
}
