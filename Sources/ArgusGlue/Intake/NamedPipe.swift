#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A named pipe that programs write a source's alerts to.
enum NamedPipe {
    /// Why a named pipe cannot be read.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens a named pipe, and makes it if there is none.
    ///
    /// It is opened for writing too, so that it does not end when the last of its writers does.
    static func open(_ path: String) throws(Problem) -> Int32 {
        if mkfifo(path, 0o660) != 0, errno != EEXIST {
            throw Problem(description: "The named pipe \(path) cannot be made: \(reason).")
        }
        #if canImport(Glibc)
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        #else
        let descriptor = Darwin.open(path, O_RDWR | O_CLOEXEC)
        #endif
        guard descriptor >= 0 else {
            throw Problem(description: "The named pipe \(path) cannot be opened: \(reason).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
            close(descriptor)
            throw Problem(description: "The input \(path) is no named pipe; it was left as it is.")
        }
        return descriptor
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
