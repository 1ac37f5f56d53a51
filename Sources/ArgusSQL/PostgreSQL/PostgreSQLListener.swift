import CPostgres
import Dispatch
import Glibc
import Synchronization

/// A session that waits for what other processes tell (PostgreSQL 15 manual, NOTIFY).
///
/// It has a thread of its own. When it breaks it is made anew, after a pause that doubles from 0.1 to
/// 5 seconds; what was told in between is made up for by calling the handler once more.
final class PostgreSQLListener: Sendable {
    private let connectionString: String
    private let channel: StaticString
    private let handle: @Sendable () -> Void
    private let hasEnded = Atomic(false)
    private let queue = DispatchQueue(label: "argus.postgresql.listener")
    private let thread = DispatchGroup()

    /// After so many milliseconds it is looked whether to end.
    private static let glanceInterval: Int32 = 200
    /// After so long without a sign of life the server is asked for one, and has so long to give it.
    private static let patience = Duration.seconds(5)

    /// Listens to a channel until ended, and calls a handler whenever somebody told something.
    init(
        _ connectionString: String, channel: StaticString, _ handle: @escaping @Sendable () -> Void
    ) {
        (self.connectionString, self.channel, self.handle) = (connectionString, channel, handle)
        queue.async(group: thread) { self.run() }
    }

    /// Ends it, and waits until its thread is gone.
    func end() {
        hasEnded.store(true, ordering: .relaxed)
        thread.wait()
    }

    private var isOver: Bool { hasEnded.load(ordering: .relaxed) }

    private func run() {
        var pause: Int32 = 100
        while !isOver {
            do {
                let session = try PostgreSQLSession(connectionString)
                try session.execute("LISTEN \(channel)")
                pause = 100
                handle()
                try listen(on: session)
            } catch {
                // Somebody else will say that the server cannot be reached; here it is tried again.
                wait(pause)
                pause = min(pause * 2, 5000)
            }
        }
    }

    private func listen(on session: PostgreSQLSession) throws {
        var lastSign = ContinuousClock.now
        while !isOver {
            if try session.wasNotified(within: Self.glanceInterval) { handle() }
            // A server that hangs would be listened to for ever.
            if ContinuousClock.now - lastSign > Self.patience {
                session.patience = Patience(for: Self.patience)
                try session.execute("SELECT 1")
                lastSign = .now
            }
        }
    }

    private func wait(_ milliseconds: Int32) {
        var left = milliseconds
        while left > 0, !isOver {
            _ = poll(nil, 0, min(left, Self.glanceInterval))
            left -= Self.glanceInterval
        }
    }
}

extension PostgreSQLSession {
    /// Whether somebody told something, or does so within some milliseconds.
    fileprivate func wasNotified(within milliseconds: Int32) throws -> Bool {
        var socket = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&socket, 1, milliseconds) > 0 else { return false }
        return try takeNotifications() > 0
    }
}
