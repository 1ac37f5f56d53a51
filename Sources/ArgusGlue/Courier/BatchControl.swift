import ArgusClient

/// How many entries go into one request: more and more while that goes well, fewer after a failure,
/// and none where the server takes no batches.
struct BatchControl {
    /// What a failure says.
    enum Verdict {
        /// The server fails on an entry, or on so many: each is to be sent by itself.
        case failsOnOne
        /// The server takes no batches.
        case notOffered
        /// Something that would have happened to one entry too.
        case tellsNothing
    }

    private static let sizes = 32...500
    private static let mostUnderWay = 2
    /// After this time a server that took no batches is asked again: it may be a newer one.
    private static let pause = Duration.seconds(3600)

    /// How many entries the next request may have.
    private(set) var size = 64
    private var underWay = 0
    private let isPossible: Bool
    private var pausedUntil: ContinuousClock.Instant?

    init(isPossible: Bool) {
        self.isPossible = isPossible
    }

    /// Whether the server takes batches, as far as is known.
    func areOffered(at now: ContinuousClock.Instant) -> Bool {
        isPossible && pausedUntil.map { $0 <= now } ?? true
    }

    /// Whether one more may be sent before others are answered.
    var mayBegin: Bool { underWay < Self.mostUnderWay }

    mutating func begin() { underWay += 1 }

    mutating func succeed() {
        underWay -= 1
        size = min(size * 2, Self.sizes.upperBound)
    }

    mutating func fail(_ error: any Error, at now: ContinuousClock.Instant) -> Verdict {
        underWay -= 1
        size = max(size / 2, Self.sizes.lowerBound)
        guard let error = error as? ArgusError else { return .tellsNothing }
        if error.isFailureOfServer { return .failsOnOne }
        switch error.kind {
        case .tooLarge: return .failsOnOne
        case .notFound, .forbidden, .refused, .gone, .unexpectedAnswer:
            pausedUntil = now + Self.pause
            return .notOffered
        default: return .tellsNothing
        }
    }
}
