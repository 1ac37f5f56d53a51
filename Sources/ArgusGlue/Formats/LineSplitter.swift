/// Cuts a stream of bytes into lines, each with its number, wherever reads end.
package struct LineSplitter: Sendable {
    /// A line without its end, or nil if it is too long to be kept.
    package struct Line: Hashable, Sendable {
        /// Counted from 1.
        package let number: Int
        package let bytes: [UInt8]?
    }

    /// The most bytes that a line may have.
    package let sizeLimit: Int

    private var buffer: [UInt8] = []
    private var isTooLong = false
    private var number = 0

    /// Starts at the beginning of a stream.
    package init(sizeLimit: Int = 1 << 20) {
        self.sizeLimit = sizeLimit
    }

    /// Takes in the next bytes, and hands out the lines that are complete by them.
    package mutating func lines(from bytes: some Sequence<UInt8>) -> [Line] {
        var lines: [Line] = []
        let parts = Array(bytes).split(separator: 0x0a, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index > 0 { lines.append(line()) }
            append(part)
        }
        return lines
    }

    /// Hands out the last line, if the stream did not end with a line's end.
    package mutating func end() -> Line? {
        let isEmpty = buffer.isEmpty && !isTooLong
        return isEmpty ? nil : line()
    }

    private mutating func append(_ part: ArraySlice<UInt8>) {
        guard !isTooLong, buffer.count + part.count <= sizeLimit else {
            isTooLong = true
            buffer = []
            return
        }
        buffer.append(contentsOf: part)
    }

    private mutating func line() -> Line {
        number += 1
        defer { (buffer, isTooLong) = ([], false) }
        if buffer.last == 0x0d { buffer.removeLast() }
        return Line(number: number, bytes: isTooLong ? nil : buffer)
    }
}
