import ArgusVocabulary
import ArgusWire

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Prints a line for people or programs on standard output.
///
/// It stands before Swift's own function of this name, so that no command can print text from
/// elsewhere as it is: see `onOneLine`.
func print(_ line: String) {
    Swift.print(line.onOneLine)
}

/// The two streams and the status with which a program answers.
enum Terminal {
    /// What mail and cron programs know as "try again later" (`EX_TEMPFAIL` of sysexits.h).
    static let temporaryFailure: Int32 = 75

    /// Prints compact JSON on a line.
    static func printJSON(_ value: JSONValue) {
        Swift.print(value.text.printableJSON)
    }

    /// Reads standard input to its end, and keeps so many bytes of it: whoever writes is not
    /// interrupted.
    static func input(upTo limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count].prefix(limit - bytes.count)
        }
    }

    /// Writes bytes to standard output as they are.
    static func put(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes lines that are our own to standard error.
    static func complain(_ message: String) {
        let line = Array("\(message.lineByLine)\n".utf8)
        _ = write(2, line, line.count)
    }

    /// Ends the process, after a message on standard error.
    static func end(_ status: Int32, _ message: String = "") -> Never {
        if !message.isEmpty { complain(message) }
        exit(status)
    }
}
