#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file without a name, which is gone once nobody has it open: a program reads and writes it at its own
/// pace, and nobody waits for it.
final class TemporaryFile: Sendable {
    let descriptor: Int32

    /// No more of what stands at its end is read.
    private static let longest = 4096

    /// Makes a file with a text, to be read from its beginning.
    init(_ text: String = "") throws(ChildProgram.NotStarted) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        var name = Array("\(folder.isEmpty ? "/tmp" : folder)/argus-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw ChildProgram.NotStarted(errno) }
        unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw ChildProgram.NotStarted(errno) }
            rest = rest.dropFirst(count)
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit {
        close(descriptor)
    }

    /// The last line that says something, or what there is of it.
    var lastLine: String {
        let size = lseek(descriptor, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        let count = pread(descriptor, &bytes, bytes.count, max(0, size - off_t(bytes.count)))
        guard count > 0 else { return "" }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline)
            .last { line in line.contains { !$0.isWhitespace } }.map(String.init) ?? ""
    }
}
