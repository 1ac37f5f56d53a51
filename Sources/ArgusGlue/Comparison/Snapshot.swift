import ArgusClient

/// What is open in a monitoring system, as it says itself.
package struct Snapshot: Sendable {
    /// Its open problems, each as an opening.
    package var alerts: [Alert] = []
    /// The keys of open problems that are not to be opened here, such as what is in maintenance: what
    /// is open of them stays so.
    package var leftOut: Set<String> = []
    /// What could not be read, or may be missing, and why; with any, nothing is closed.
    package var doubts: [String] = []

    /// Begins with nothing.
    package init() {}

    /// Whether the system knows of no open problem.
    var isEmpty: Bool { alerts.isEmpty && leftOut.isEmpty }
}

/// A kind of monitoring system that tells everything that is open when it is asked.
package protocol SnapshotSystem: MonitoringSystem {
    /// What stands before a token in the header `Authorization`.
    static var tokenWord: String { get }

    /// What of a problem its answers say in the same words as what it sends by itself, so that a
    /// difference is one.
    static var compared: Set<ComparedAspect> { get }

    /// Asks for all that is open; the answers, as they came.
    func answers(from api: SourceAPI) async throws(APIProblem) -> [JSONValue]

    /// Reads those answers; a pure function, as decoders are.
    func snapshot(of answers: [JSONValue], receipt: Timestamp) -> Snapshot

    /// Whether a key may be one of this system: what else is open for the source is left alone.
    func mayOwn(_ key: String) -> Bool
}

extension SnapshotSystem {
    package static var tokenWord: String { "Bearer" }
    package static var compared: Set<ComparedAspect> { [.level, .description, .tags] }

    package func mayOwn(_ key: String) -> Bool { true }
}

/// What may differ about a problem that both sides know.
package enum ComparedAspect: Hashable, Sendable {
    case level, description, tags
}

extension String {
    /// Whether it is a number, as the keys of some systems are.
    var isDigits: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
