#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The process that a glue service is.
enum Process {
    /// Ends it with an exit status, after a message on standard error.
    static func end(_ status: Int32, _ message: String = "") -> Never {
        if !message.isEmpty { write(message, to: 2) }
        exit(status)
    }

    /// Writes a message to standard output.
    static func say(_ message: String) { write(message, to: 1) }

    private static func write(_ message: String, to descriptor: Int32) {
        let line = Array("\(message)\n".utf8)
        #if canImport(Glibc)
        _ = Glibc.write(descriptor, line, line.count)
        #elseif canImport(Darwin)
        _ = Darwin.write(descriptor, line, line.count)
        #endif
    }
}
