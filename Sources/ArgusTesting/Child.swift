import CSpawn
import Foundation
import Glibc
import Synchronization

/// A process that was started, and how it ends.
///
/// Foundation's `Process` crashes now and then when others run in other threads, so this starts
/// them with `posix_spawn` itself.
package final class Child: Sendable {
    /// The number of the process.
    package let id: pid_t
    private let ending: Task<Int32, Never>
    private let hasEnded = Mutex(false)

    /// Where its input comes from and its output goes.
    package enum Stream {
        case path(String)
        case descriptor(Int32)
    }

    /// That it could not be started.
    package struct NotStarted: Error {
        package let reason: String
    }

    /// Starts a program, by its path, with exactly this environment.
    ///
    /// `streams` are its standard input, output and error.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String],
        streams: [Stream]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in zip(Int32(0)..., streams) {
            switch stream {
            case .path(let path):
                let flags = number == 0 ? O_RDONLY : O_WRONLY | O_CREAT
                posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o600)
            case .descriptor(let descriptor):
                posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            }
        }
        // Or what this process closes would stay open in that one.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        let variables = environment.map { "\($0.key)=\($0.value)" }
        var id: pid_t = 0
        let error = Self.withStrings([program] + arguments) { arguments in
            Self.withStrings(variables) { variables in
                posix_spawn(&id, program, &actions, nil, arguments, variables)
            }
        }
        guard error == 0 else { throw NotStarted(reason: String(cString: strerror(error))) }
        self.id = id
        let (ending, end) = AsyncStream.makeStream(of: Int32.self)
        self.ending = Task {
            for await status in ending { return status }
            return -2
        }
        Thread.detachNewThread { [self] in
            end.yield(ended())
            end.finish()
        }
    }

    /// Waits until it has ended, and gives its status.
    private func ended() -> Int32 {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        var status: Int32 = 0
        hasEnded.withLock { hasEnded in
            waitpid(id, &status, 0)
            hasEnded = true
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -1
    }

    /// With which status it ended, -1 if a signal did it.
    package var status: Int32 {
        get async { await ending.value }
    }

    /// Sends it a signal, unless it has ended: its number may be another's by then.
    package func send(_ signal: Int32) {
        hasEnded.withLock { hasEnded in
            if !hasEnded { kill(id, signal) }
        }
    }

    private static func withStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
