import ArgusClient

/// Keeps a log short, however much there is to complain of: so many lines a minute, and of the rest
/// their number.
struct LineLimit {
    /// Lines of one minute.
    static let most = 100

    private var minute: Timestamp?
    private var count = 0
    private var keptBack = 0

    /// Whether lines were kept back that are not summed up yet.
    var owesSum: Bool { keptBack > 0 }

    /// Whether one more line may be written; if not, it is counted.
    mutating func permits(at now: Timestamp) -> Bool {
        if isOver(at: now) { (minute, count) = (now, 0) }
        count += 1
        if count > Self.most { keptBack += 1 }
        return count <= Self.most
    }

    /// Counts what no line is to be written of.
    mutating func keepBack(_ number: Int, at now: Timestamp) {
        if isOver(at: now) { (minute, count) = (now, 0) }
        keptBack += number
    }

    /// How many lines were kept back, once their minute is over or nothing more will come; 0 if
    /// there is nothing to be said.
    mutating func sum(at now: Timestamp, isEnd: Bool) -> Int {
        guard isEnd || isOver(at: now) else { return 0 }
        defer { keptBack = 0 }
        return keptBack
    }

    private func isOver(at now: Timestamp) -> Bool {
        guard let minute else { return true }
        return now < minute || now.since(minute) >= .seconds(60)
    }
}
