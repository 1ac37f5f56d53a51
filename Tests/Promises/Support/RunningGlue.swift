import ArgusTesting
import Foundation
import Glibc

/// `argus-glue` as a process of its own, and what it costs.
final class RunningGlue: Sendable {
    private let child: Child
    private let log: AsyncStream<String>
    private let input: Int32

    /// Starts a command that reads what is written with ``write(_:)``, lets a body use it, and ends
    /// it.
    static func with(
        _ command: String, _ settings: [String: String],
        _ body: (RunningGlue) async throws -> Void
    ) async throws {
        let glue = try RunningGlue(command, settings)
        defer {
            glue.child.send(SIGKILL)
            close(glue.input)
        }
        try await body(glue)
    }

    private init(_ command: String, _ settings: [String: String]) throws {
        var (input, errors): ([Int32], [Int32]) = ([0, 0], [0, 0])
        pipe(&input)
        pipe(&errors)
        for end in input + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        child = try Program.glue.start(
            [command], settings: settings,
            streams: [.descriptor(input[0]), .path("/dev/null"), .descriptor(errors[1])])
        close(input[0])
        close(errors[1])
        self.input = input[1]
        log = RunningServer.chunks(of: errors[0])
    }

    /// Writes to its standard input.
    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(input, bytes, bytes.count)
    }

    /// Waits until its log says something; false if it ended before.
    ///
    /// To be asked once.
    func says(_ words: String) async -> Bool {
        var text = ""
        for await chunk in log {
            text += chunk
            if text.contains(words) { return true }
        }
        return false
    }

    /// The processor's time that it has taken so far, in the kernel and out of it.
    var processorTime: Duration {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(child.id)/stat", encoding: .utf8)
            // The name, in parentheses, may hold anything.
            let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
            let ticks = (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0)
            return .seconds(ticks) / sysconf(Int32(_SC_CLK_TCK))
        }
    }

    /// The memory that is its own, in bytes: not what it shares with its file and the libraries'.
    var ownMemory: Int {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(child.id)/status", encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
            return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
        }
    }
}
