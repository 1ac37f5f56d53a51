#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The process that a glue service is.
enum Process {
    /// Ends it with an exit status, after a message on standard error.
    static func end(_ status: Int32, _ message: String = "") -> Never {
        if !message.isEmpty {
            let line = Array("\(message)\n".utf8)
            _ = write(2, line, line.count)
        }
        exit(status)
    }
}
