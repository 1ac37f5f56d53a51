import ArgusClient
import Dispatch
import Logging
import Synchronization

/// Puts what comes in into the spool, and confirms each arrival once it is on disk.
///
/// Whatever comes in while the disk is busy goes into the next transaction, whichever source it is
/// of. While nothing can be written it tries again each second, with one arrival; one that waits for
/// room is tried again as often, and holds up no other.
package final class Acceptor: Sendable {
    /// Is told what became of an arrival, or why it is not taken.
    package typealias Confirmation = @Sendable (Result<Acceptance, any Error>) -> Void

    /// Alerts that are held in memory while the spool cannot be written to.
    private static let holdLimit = 100_000

    private let spool: Spool
    private let courier: Courier
    private let logger: Logger
    private let queue = DispatchQueue(label: "argus-glue.acceptor")
    private let arrivals = Mutex(Arrivals())
    /// Alerts that were left out and are not counted in the spool yet.
    private let leftOut = Mutex<[SourceName: Int]>([:])

    /// Prepares to accept into a spool, and to ring the courier that delivers from it.
    package init(spool: Spool, courier: Courier, logger: Logger) {
        (self.spool, self.courier, self.logger) = (spool, courier, logger)
    }

    /// Whether what comes in is held in memory, since the spool cannot be written to.
    var isInTrouble: Bool { arrivals.withLock { $0.trouble != nil } }

    /// Takes an arrival; what becomes of it is told on a queue of the acceptor's.
    ///
    /// Those of one source are written in the order in which they come. When as much is held as may
    /// be, the arrival is refused with the reason why nothing can be written.
    package func accept(_ arrival: Arrival, then confirm: @escaping Confirmation) {
        _ = add(arrival, confirm)
    }

    /// Takes an arrival, and returns when it is on disk; if the task is cancelled while it waits,
    /// it is not taken.
    package func accept(_ arrival: Arrival) async throws -> Acceptance {
        let number = Mutex<Int?>(nil)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let own = self.add(arrival) { continuation.resume(with: $0) }
                number.withLock { $0 = own }
                if Task.isCancelled { self.withdraw(own) }
            }
        } onCancel: {
            self.withdraw(number.withLock { $0 })
        }
    }

    /// Counts alerts that the conventions of their source leave out; within a second that is in the
    /// spool.
    package func countLeftOut(_ number: Int, of source: SourceName) {
        guard number > 0 else { return }
        let isFirst = leftOut.withLock { counts in
            defer { counts[source, default: 0] += number }
            return counts.isEmpty
        }
        if isFirst {
            queue.asyncAfter(deadline: .now() + .milliseconds(200)) { self.noteLeftOut() }
        }
    }

    /// Writes down what was counted; at the end, before all is let go.
    package func noteLeftOut() {
        let counts = leftOut.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        do {
            try spool.note(leftOut: counts)
        } catch {
            // They are counted with the next.
            leftOut.withLock { $0.merge(counts, uniquingKeysWith: +) }
        }
    }

    private func add(_ arrival: Arrival, _ confirm: @escaping Confirmation) -> Int? {
        let (number, trouble, isFirst) = arrivals.withLock {
            arrivals -> (Int?, SpoolProblem?, Bool) in
            if let trouble = arrivals.trouble,
                arrivals.held + arrival.count > Self.holdLimit
            {
                return (nil, trouble, false)
            }
            let isFirst = arrivals.isIdle
            return (arrivals.add(arrival, confirm), nil, isFirst)
        }
        if let trouble { confirm(.failure(trouble)) }
        if isFirst { queue.async { self.write() } }
        return number
    }

    private func withdraw(_ number: Int?) {
        guard let number else { return }
        let withdrawn = arrivals.withLock { $0.withdraw(number) }
        withdrawn?.confirm(.failure(CancellationError()))
    }

    /// Writes until nothing waits, or until it is time to try again.
    private func write() {
        while true {
            let batch = arrivals.withLock { $0.next() }
            guard !batch.isEmpty else { return }
            do {
                let acceptances = try spool.accept(batch.map(\.arrival))
                for source in Set(batch.map(\.arrival.source)) { courier.ring(source) }
                confirm(batch, acceptances)
            } catch {
                if error.mayPass { return tryAgain(after: error) }
                let refused = arrivals.withLock { $0.finish() }
                for waiting in refused { waiting.confirm(.failure(error)) }
            }
        }
    }

    private func confirm(_ batch: [WaitingArrival], _ acceptances: [Acceptance]) {
        var full: [WaitingArrival] = []
        for (waiting, acceptance) in zip(batch, acceptances) {
            if acceptance.dropped > 0 {
                logger.error("The spool is full: \(acceptance.dropped) alerts were dropped.")
            }
            if let rest = waiting.rest(after: acceptance) {
                if !waiting.isRest, let refusal = acceptance.refusal { logger.error("\(refusal)") }
                full.append(rest)
            } else {
                waiting.confirm(.success(waiting.acceptance.followed(by: acceptance)))
            }
        }
        let withdrawn = arrivals.withLock { $0.finish(leaving: full) }
        for waiting in withdrawn { waiting.confirm(.failure(CancellationError())) }
        guard !full.isEmpty else { return }
        queue.asyncAfter(deadline: .now() + .seconds(1)) {
            let isFirst = self.arrivals.withLock { $0.takeBackFull() }
            if isFirst { self.write() }
        }
    }

    private func tryAgain(after problem: SpoolProblem) {
        let (isNews, withdrawn) = arrivals.withLock { ($0.note(problem), $0.giveBack()) }
        if isNews { logger.error("\(problem)") }
        for waiting in withdrawn { waiting.confirm(.failure(CancellationError())) }
        queue.asyncAfter(deadline: .now() + .seconds(1)) { self.write() }
    }
}
