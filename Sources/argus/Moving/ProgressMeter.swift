import ArgusOperations
import Glibc
import Synchronization

/// Shows on standard error how far a move has come: a bar on a terminal, else a line for each table.
final class ProgressMeter: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let last = Mutex<DataMove.Progress?>(nil)

    private static let width = 30

    func show(_ progress: DataMove.Progress) {
        let former = last.withLock { last in
            defer { last = progress }
            return last
        }
        let action = progress.isChecking ? "Compares" : "Copies"
        if isTerminal {
            put("\r\u{1b}[K\(action) \(progress.table) \(Self.bar(progress))")
        } else if former?.table != progress.table || former?.isChecking != progress.isChecking {
            put("\(action) \(progress.table), \(progress.total) rows\n")
        }
    }

    /// Takes the bar away.
    func end() {
        if isTerminal { put("\r\u{1b}[K") }
    }

    private static func bar(_ progress: DataMove.Progress) -> String {
        let share = progress.total == 0 ? 1 : Double(progress.done) / Double(progress.total)
        let full = Int(min(share, 1) * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        return "\(bar) \(progress.done) of \(progress.total)"
    }

    private func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
