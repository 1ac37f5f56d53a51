#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The two streams and the status with which a program answers.
enum Terminal {
    /// What mail and cron programs know as "try again later" (`EX_TEMPFAIL` of sysexits.h).
    static let temporaryFailure: Int32 = 75

    /// Writes a line to standard error.
    static func complain(_ message: String) {
        let line = Array("\(message)\n".utf8)
        _ = write(2, line, line.count)
    }

    /// Ends the process, after a message on standard error.
    static func end(_ status: Int32, _ message: String = "") -> Never {
        if !message.isEmpty { complain(message) }
        exit(status)
    }
}
