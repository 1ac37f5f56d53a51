import ArgumentParser
import Glibc

/// Where a new token goes; every command that issues one takes it.
struct TokenOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the token into this file, which only you may read, and do not print it.",
            valueName: "path"))
    var tokenFile: String?

    /// The file, if one is named; refused before anything is changed if it cannot be written.
    func file() throws -> TokenFile? {
        try tokenFile.map(TokenFile.init)
    }
}

/// A file for a token, made before the token is: none is issued that cannot be kept.
///
/// What stood in the file stays until the new token does.
final class TokenFile: Sendable {
    let path: String
    private let descriptor: Int32
    private let draft: String

    init(_ path: String) throws {
        self.path = path
        draft = path + ".new"
        unlink(draft)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandError("\(path) cannot be written: \(String(cString: strerror(errno))).")
        }
    }

    deinit {
        close(descriptor)
        unlink(draft)
    }

    /// Puts the token there.
    func keep(_ token: String) throws {
        let line = Array("\(token)\n".utf8)
        guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0,
            rename(draft, path) == 0
        else {
            throw CommandError(
                "The token was issued but cannot be written to \(path): "
                    + "\(String(cString: strerror(errno))); have another one issued.")
        }
    }
}
