/// Texts as C wants a list of them: a pointer each, and a null pointer at the end.
struct CStrings {
    private var characters: [CChar] = []
    private var starts: [Int] = []

    init(_ texts: [String]) {
        for text in texts {
            starts.append(characters.count)
            characters += text.utf8CString
        }
    }

    func withPointers<Value>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        characters.withUnsafeBufferPointer { characters in
            let pointers = starts.map { start in characters.baseAddress?.advanced(by: start) }
            return (pointers + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}

/// A message of libpq, whose lines are put into one and whose last full stop is left out.
func oneLine(_ message: UnsafePointer<CChar>?) -> String {
    guard let message else { return "no reason given" }
    let lines = String(cString: message).split(whereSeparator: \.isNewline)
        .map { $0.drop { $0.isWhitespace } }
    let line = lines.joined(separator: ", ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
}
