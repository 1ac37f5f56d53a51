#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file or folder that nobody but its owner may look into: what a program of ours keeps.
package struct PrivateFile: Sendable {
    private let path: String
    private let mode: mode_t

    /// A file, which only its owner may read and write.
    package static func file(_ path: String) -> PrivateFile { PrivateFile(path: path, mode: 0o600) }

    /// A folder, which only its owner may enter.
    package static func folder(_ path: String) -> PrivateFile {
        PrivateFile(path: path, mode: 0o700)
    }

    /// A SQLite database and what SQLite keeps beside it.
    package static func database(_ path: String) -> [PrivateFile] {
        ["", "-wal", "-shm", "-journal"].map { .file(path + $0) }
    }

    /// Makes the file, empty, if there is none.
    ///
    /// What cannot be made is told by whoever opens it.
    package func make() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes from others what they may do with it; tells that in a sentence, or why it could not be
    /// done, and nothing where all is well.
    ///
    /// The file is not opened for it: to close it again would end SQLite's locks on it.
    package func tighten() -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o777 & ~mode != 0 else { return nil }
        guard chmod(path, status.st_mode & mode) == 0 else {
            return "Others may look into \(path), and this user cannot change that: "
                + "its owner should (chmod \(String(mode, radix: 8)))."
        }
        return "Others could look into \(path); now only its owner can."
    }

    /// Whether it belongs to the user of this process.
    package var isOurs: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_uid == getuid()
    }
}
