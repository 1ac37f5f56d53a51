#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The number of files and connections that the system lets this process have open.
enum OpenFiles {
    /// Asks for as many as the administrator allows, and returns how many that are: a shell's own
    /// limit of 1,024 is less than a large site has glue services and browsers.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        let before = limit.rlim_cur
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        guard limit.rlim_cur > before else { return Int(clamping: before) }
        return setrlimit(resource, &limit) == 0 ? Int(limit.rlim_cur) : Int(clamping: before)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif
}
