import ArgusVocabulary
import ArgusWire
import Glibc

/// Prints a line for people or programs on standard output.
///
/// It stands before Swift's own function of this name, so that no command can print text from
/// elsewhere as it is: see `onOneLine`.
func print(_ line: String) {
    Swift.print(line.onOneLine)
}

/// Prints a line for people on standard error.
func warn(_ message: String) {
    warn(lines: message.onOneLine)
}

/// Prints lines that are our own on standard error.
func warn(lines: String) {
    var text = lines.lineByLine + "\n"
    text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Prints rows as a table with aligned columns.
func printTable(_ header: [String], _ rows: [[String]]) {
    let rows = [header] + rows.map { $0.map(\.onOneLine) }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
        let cells = row.indices.map { column in
            let padding = column == row.count - 1 ? 0 : widths[column] - row[column].count
            return row[column] + String(repeating: " ", count: padding)
        }
        print(cells.joined(separator: "  "))
    }
}

/// Prints a JSON value on a line.
func printJSON(_ value: JSONValue) {
    printJSON(value.text)
}

/// Prints compact JSON on a line.
func printJSON(_ text: String) {
    Swift.print(text.printableJSON)
}

/// What a command cannot do, in one sentence.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
