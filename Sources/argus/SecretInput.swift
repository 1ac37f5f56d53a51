import Glibc

/// A secret on its way into a command: a password, for instance.
enum SecretInput {
    /// Reads a line from standard input, without its end.
    ///
    /// At a terminal it asks, and does not show what is typed.
    static func readLine() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = Swift.readLine(), !line.isEmpty else {
                throw CommandError("Standard input holds no password; give it on one line.")
            }
            return line
        }
        let password = ask("Password: ")
        guard !password.isEmpty else { throw CommandError("No password was given.") }
        guard ask("Again: ") == password else {
            throw CommandError("The two passwords differ; nothing was changed.")
        }
        return password
    }

    private static func ask(_ question: String) -> String {
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            put("\n")
        }
        put(question)
        return Swift.readLine() ?? ""
    }

    private static func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
