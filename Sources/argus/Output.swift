import ArgusWire
import Glibc

/// Prints a line for people on standard error.
func warn(_ message: String) {
    var line = message + "\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Prints rows as a table with aligned columns.
func printTable(_ header: [String], _ rows: [[String]]) {
    let widths = header.indices.map { column in
        ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    for row in [header] + rows {
        let cells = row.indices.map { column in
            let padding = column == row.count - 1 ? 0 : widths[column] - row[column].count
            return row[column] + String(repeating: " ", count: padding)
        }
        print(cells.joined(separator: "  "))
    }
}

/// Prints a JSON value on a line.
func printJSON(_ value: JSONValue) {
    print(value.text)
}

/// Reads a line from standard input, without its end; a password, for instance.
func readSecretLine() throws -> String {
    guard let line = readLine(strippingNewline: true), !line.isEmpty else {
        throw CommandError("Standard input holds no password; give it on one line.")
    }
    return line
}

/// What a command cannot do, in one sentence.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
