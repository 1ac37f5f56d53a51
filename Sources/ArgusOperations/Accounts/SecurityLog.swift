import ArgusCore
import ArgusVocabulary
import Synchronization

/// Tells whoever watches over the server who was turned away, and who may do something else since: what
/// happened, who did it, and from where, with no secret in it.
///
/// What is refused can be asked for a thousand times a second, so only some of it is told in a minute,
/// and how much was not; what was done is always told.
package final class SecurityLog: Sendable {
    /// One line of it.
    package struct Line: Hashable, Sendable {
        package let what: String
        /// The name of the account that asked, `console` for a command, or nothing.
        package let who: String
        /// The address that asked, or nothing.
        package let place: String
        /// Whether it was refused, not done.
        package let isRefusal: Bool
    }

    /// How many refusals are told in a minute, of one place and of all.
    package static let limits = (place: 20, all: 200)

    /// From where the request under way comes.
    @TaskLocal private static var place = ""

    private struct Minute {
        var began = Timestamp.distantPast
        var told: [String: Int] = [:]
        var all = 0
        var leftOut = 0
    }

    private let write: @Sendable (Line) -> Void
    private let minute = Mutex(Minute())

    /// Writes lines, or nothing.
    package init(write: @escaping @Sendable (Line) -> Void = { _ in }) {
        self.write = write
    }

    /// Answers a request from a place: what is told meanwhile is told of there.
    package static func asked<Value>(
        from place: String, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Value
    ) async rethrows -> Value {
        try await $place.withValue(place, operation: body, isolation: isolation)
    }

    /// Tells that something was done.
    package func tell(_ what: String, by requester: Requester) {
        write(Line(what: what, who: requester.name, place: Self.place, isRefusal: false))
    }

    /// Tells that something was refused at a moment, to an account if it is known.
    package func tellRefusal(_ what: String, to account: User?, at now: Timestamp) {
        let (isTold, leftOut) = count(at: now)
        if leftOut > 0 {
            write(
                Line(
                    what: "\(leftOut) more refusals were left out in the minute before", who: "",
                    place: "", isRefusal: true))
        }
        guard isTold else { return }
        write(Line(what: what, who: account?.username ?? "", place: Self.place, isRefusal: true))
    }

    private func count(at now: Timestamp) -> (isTold: Bool, leftOut: Int) {
        let place = Self.place
        return minute.withLock { minute in
            var leftOut = 0
            if now.since(minute.began) >= .seconds(60) {
                leftOut = minute.leftOut
                minute = Minute(began: now)
            }
            let ofPlace = minute.told[place, default: 0]
            guard ofPlace < Self.limits.place, minute.all < Self.limits.all else {
                minute.leftOut += 1
                return (false, leftOut)
            }
            minute.told[place] = ofPlace + 1
            minute.all += 1
            return (true, leftOut)
        }
    }
}

extension Requester {
    /// What people call whoever asks.
    fileprivate var name: String {
        switch self {
        case .somebody(let user, _, _): user.username
        case .console: "console"
        case .server: "server"
        }
    }
}
