import ArgusClient
import ArgusVocabulary
import Logging

/// What is logged of a stream: a line for each thing that is wrong, as long as there are not many.
struct IntakeLog {
    private let logger: Logger
    private var refused = LineLimit()
    private var ignored = LineLimit()
    private var repaired = LineLimit()

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// Whether there is a sum to be logged when nothing more comes for a minute.
    var owesSum: Bool { refused.owesSum || ignored.owesSum || repaired.owesSum }

    mutating func refuse(_ reason: String, at now: Timestamp) {
        if refused.permits(at: now) { logger.error("Refused: \(reason.inOneLine).") }
    }

    mutating func ignore(_ reason: String, at now: Timestamp) {
        if ignored.permits(at: now) { logger.info("Ignored: \(reason.inOneLine).") }
    }

    mutating func ignoreQuietly(_ number: Int, at now: Timestamp) {
        ignored.keepBack(number, at: now)
    }

    mutating func repair(_ reason: String, at now: Timestamp) {
        if repaired.permits(at: now) { logger.warning("Repaired: \(reason.inOneLine).") }
    }

    /// Logs how many lines were kept back, once a minute and at the end.
    mutating func sumUp(at now: Timestamp, isEnd: Bool) {
        let sums = [
            ("Refused", refused.sum(at: now, isEnd: isEnd), Logger.Level.error),
            ("Ignored", ignored.sum(at: now, isEnd: isEnd), .info),
            ("Repaired", repaired.sum(at: now, isEnd: isEnd), .warning),
        ]
        for (what, count, level) in sums where count > 0 {
            logger.log(level: level, "\(what): \(count) more, of which no line was written.")
        }
    }
}
