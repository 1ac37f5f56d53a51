#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What this process may do with files.
enum SystemFolder {
    static func mayRead(_ file: String) -> Bool { access(file, R_OK) == 0 }

    /// Whether the folder for a spool of the whole machine may be used or made.
    static var isOurs: Bool { getuid() == 0 || access("/var/lib/argus-glue", W_OK) == 0 }
}
