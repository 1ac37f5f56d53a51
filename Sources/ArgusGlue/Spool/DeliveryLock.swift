#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The right to deliver the alerts of a source, which one process has at a time.
///
/// It is a lock of the kernel (`flock`) on a file beside the spool, ending in `-lock`, and for
/// another source than ``SourceName/default`` in `-NAME-lock`: it ends with the process, however that
/// ends. The file holds the number of the process.
package final class DeliveryLock: Sendable {
    private let descriptor: Int32

    /// The process that delivers.
    package struct Holder: Hashable, Sendable {
        /// Its number; nil if it has not written it yet.
        package let pid: Int32?
    }

    /// What it is the right to.
    package enum Purpose: String {
        case delivery = ""
        /// To ask the source's monitoring system itself.
        case asking = "-asking"
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { Self.release(descriptor) }

    private static func release(_ descriptor: Int32) {
        // A process that another thread is just starting may have the file open for a moment longer.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the right to deliver; nil if another process, or another part of this one, has it.
    package static func take(
        forSpool path: String, of source: SourceName = .default, for purpose: Purpose = .delivery
    ) throws(SpoolProblem) -> DeliveryLock? {
        let descriptor = try open(file(path, source) + purpose.rawValue, O_RDWR | O_CREAT)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        _ = fchmod(descriptor, 0o600)
        let number = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, number, number.count, 0)
        return DeliveryLock(descriptor: descriptor)
    }

    /// Who has the right to deliver; nil if nobody has it.
    static func holder(
        ofSpool path: String, of source: SourceName = .default
    ) throws(SpoolProblem) -> Holder? {
        let file = file(path, source)
        guard access(file, F_OK) == 0 else { return nil }
        let descriptor = try open(file, O_RDONLY)
        defer { release(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return Holder(pid: Int32(text.prefix { $0.isNumber }))
    }

    private static func file(_ path: String, _ source: SourceName) -> String {
        source == .default ? "\(path)-lock" : "\(path)-\(source)-lock"
    }

    private static func open(_ file: String, _ flags: Int32) throws(SpoolProblem) -> Int32 {
        #if canImport(Glibc)
        let descriptor = Glibc.open(file, flags | O_CLOEXEC, 0o600)
        #else
        let descriptor = Darwin.open(file, flags | O_CLOEXEC, 0o600)
        #endif
        guard descriptor >= 0 else {
            throw SpoolProblem(.readOnly, "The lock file \(file) cannot be opened or made.")
        }
        return descriptor
    }
}
