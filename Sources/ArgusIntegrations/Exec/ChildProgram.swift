import CSpawn
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A program that runs in a process group of its own, with a text as its input.
final class ChildProgram: Sendable {
    /// How it ended, and what it said last.
    struct Ending: Sendable {
        enum Status: Hashable, Sendable {
            case exited(Int32)
            case signalled(Int32)
            /// It took too long, and was stopped with all that it had started.
            case overdue
        }

        let status: Status
        /// The last line of its standard error.
        let lastLine: String
    }

    /// That it could not be started.
    struct NotStarted: Error, CustomStringConvertible {
        let description: String

        init(_ code: Int32) {
            description = String(cString: strerror(code))
        }
    }

    private let id: pid_t
    private let errors: TemporaryFile
    private let state = Mutex(State())
    private static let queue = DispatchQueue(label: "argus.programs", attributes: .concurrent)

    private struct State {
        var hasEnded = false
        var isOverdue = false
    }

    /// Starts a program, by its path, with exactly this environment.
    init(_ path: String, environment: [String: String], input: String) throws(NotStarted) {
        let text = try TemporaryFile(input)
        errors = try TemporaryFile()
        id = try Self.start(path, environment, [text.descriptor, errors.descriptor])
    }

    private static func start(
        _ path: String, _ environment: [String: String], _ streams: [Int32]
    ) throws(NotStarted) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, streams[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, streams[1], 2)
        // No socket and no file of this server is left to it; what is not open need not be closed.
        #if canImport(Glibc)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        #else
        for descriptor in 3..<max(3, highestDescriptor() + 1) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        #endif
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this server ignores, such as a broken pipe, is as usual for a program.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var id: pid_t = 0
        let code = withStrings([path]) { arguments in
            withStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&id, path, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw NotStarted(code) }
        return id
    }

    #if !canImport(Glibc)
    /// The highest number of a file or socket that is open.
    private static func highestDescriptor() -> Int32 {
        var highest: Int32 = 2
        guard let folder = opendir("/dev/fd") else { return highest }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            highest = max(highest, Int32(name) ?? 0)
        }
        return highest
    }
    #endif

    private static func withStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// Waits until it has ended, and stops it with all that it has started when its time is over.
    func end(within patience: Duration) async -> Ending {
        let (seconds, attoseconds) = patience.components
        let limit = DispatchTimeInterval.nanoseconds(
            Int(seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
        Self.queue.asyncAfter(deadline: .now() + limit) { [weak self] in self?.stop() }
        let status = await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: self.wait()) }
        }
        return Ending(status: status, lastLine: errors.lastLine)
    }

    private func stop() {
        state.withLock { state in
            if state.hasEnded { return }
            state.isOverdue = true
            kill(-id, SIGKILL)
        }
    }

    private func wait() -> Ending.Status {
        var information = siginfo_t()
        // Its number stays its own until it is taken note of, so that nobody else is stopped.
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        var status: Int32 = 0
        let isOverdue = state.withLock { state in
            waitpid(id, &status, 0)
            state.hasEnded = true
            return state.isOverdue
        }
        if isOverdue { return .overdue }
        let signal = status & 0x7f
        return signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    }
}
