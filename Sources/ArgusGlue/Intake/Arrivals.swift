/// An arrival that is not confirmed yet.
struct WaitingArrival: Sendable {
    let number: Int
    private(set) var arrival: Arrival
    let confirm: Acceptor.Confirmation
    /// What was taken of it before.
    private(set) var acceptance = Acceptance()
    /// Whether some of it, or all, was tried before and waits for room.
    private(set) var isRest = false
    var isWithdrawn = false

    init(_ number: Int, _ arrival: Arrival, _ confirm: @escaping Acceptor.Confirmation) {
        (self.number, self.arrival, self.confirm) = (number, arrival, confirm)
    }

    /// What is left of it to be tried again; nil if nothing is, or its source does not wait.
    func rest(after acceptance: Acceptance) -> WaitingArrival? {
        guard acceptance.refusal != nil, arrival.whenFull == .wait else { return nil }
        var rest = self
        rest.arrival.alerts.removeFirst(acceptance.accepted)
        rest.acceptance = self.acceptance.followed(by: acceptance)
        rest.isRest = true
        return rest
    }
}

extension Acceptance {
    /// What became of an arrival in two goes.
    func followed(by next: Acceptance) -> Acceptance {
        Acceptance(
            accepted: accepted + next.accepted, dropped: dropped + next.dropped,
            refusal: next.refusal)
    }
}

/// What an acceptor has not confirmed yet.
struct Arrivals: Sendable {
    /// In the order in which they came; the first ``underWay`` are being written.
    private var waiting: [WaitingArrival] = []
    private var underWay = 0
    /// Those that wait for room.
    private var full: [WaitingArrival] = []
    private var last = 0
    /// Whether somebody writes, or will try again.
    private var isAtWork = false
    /// Why nothing can be written; nil if all is well.
    private(set) var trouble: SpoolProblem?
    /// Alerts that are held in memory.
    private(set) var held = 0

    /// Whether nobody would write what is added.
    var isIdle: Bool { !isAtWork }

    /// Adds an arrival; the answer is by which number it can be withdrawn.
    mutating func add(_ arrival: Arrival, _ confirm: @escaping Acceptor.Confirmation) -> Int {
        last += 1
        held += arrival.count
        waiting.append(WaitingArrival(last, arrival, confirm))
        isAtWork = true
        return last
    }

    /// What is to be written next: all that waits, or, to see whether the trouble is over, the
    /// first; none ends the work.
    mutating func next() -> [WaitingArrival] {
        underWay = trouble == nil ? waiting.count : min(1, waiting.count)
        isAtWork = underWay > 0
        return Array(waiting.prefix(underWay))
    }

    /// Removes what was written, or can never be; the answer is what was removed.
    mutating func finish() -> [WaitingArrival] {
        let done = Array(waiting.prefix(underWay))
        waiting.removeFirst(underWay)
        held -= done.reduce(0) { $0 + $1.arrival.count }
        underWay = 0
        return done
    }

    /// Removes what was written, but for what has to wait for room; the answer is what of this was
    /// withdrawn meanwhile.
    mutating func finish(leaving rest: [WaitingArrival]) -> [WaitingArrival] {
        trouble = nil
        let numbers = Set(finish().filter(\.isWithdrawn).map(\.number))
        let kept = rest.filter { !numbers.contains($0.number) }
        held += kept.reduce(0) { $0 + $1.arrival.count }
        full += kept
        return rest.filter { numbers.contains($0.number) }
    }

    /// Leaves what could not be written where it was; the answer is what of it was withdrawn
    /// meanwhile.
    mutating func giveBack() -> [WaitingArrival] {
        underWay = 0
        let withdrawn = waiting.filter(\.isWithdrawn)
        waiting.removeAll(where: \.isWithdrawn)
        held -= withdrawn.reduce(0) { $0 + $1.arrival.count }
        return withdrawn
    }

    /// Puts what waits for room before what has come since; true if nobody would write it.
    mutating func takeBackFull() -> Bool {
        guard !full.isEmpty else { return false }
        waiting.insert(contentsOf: full, at: underWay)
        full = []
        defer { isAtWork = true }
        return !isAtWork
    }

    /// Notes why nothing can be written; true if that is news.
    mutating func note(_ problem: SpoolProblem) -> Bool {
        defer { trouble = problem }
        return trouble?.kind != problem.kind
    }

    /// Removes an arrival, or, if it is being written, notes that nobody waits for it any more.
    mutating func withdraw(_ number: Int) -> WaitingArrival? {
        if let index = full.firstIndex(where: { $0.number == number }) {
            held -= full[index].arrival.count
            return full.remove(at: index)
        }
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return nil }
        guard index >= underWay else {
            waiting[index].isWithdrawn = true
            return nil
        }
        held -= waiting[index].arrival.count
        return waiting.remove(at: index)
    }
}
