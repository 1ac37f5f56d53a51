/// Follows the brackets and strings of a JSON object up to its end, over any number of reads.
///
/// It checks no more than is needed to notice early that an object was cut off and that another
/// one begins: where a `{` may stand, that brackets match, and that strings end on their line.
struct ObjectScan: Sendable {
    /// Objects and arrays nested deeper than this are taken for an error.
    static let depthLimit = 64

    private var containers: [UInt8] = []
    private var position: Int?
    private var isInString = false
    private var isEscaped = false
    /// The last byte that was not blank.
    private var previous: UInt8 = 0

    enum Progress: Equatable {
        case complete(end: Int)
        case unfinished
        /// The byte at `position` cannot stand there.
        case broken(at: Int, String)
    }

    /// Whether no object has begun.
    var isOutside: Bool { position == nil }

    /// Follows the buffer's first bytes, which were dropped.
    mutating func move(by distance: Int) {
        position = position.map { $0 + distance }
    }

    /// Goes on to the end of the object that begins at `start`, as far as there are bytes.
    mutating func advance(over buffer: [UInt8], from start: Int) -> Progress {
        var index = position ?? start
        defer { position = index }
        while index < buffer.count {
            let byte = buffer[index]
            if isInString {
                if byte == 0x0a { return .broken(at: index, "a string does not end") }
                follow(string: byte)
            } else if let problem = follow(byte) {
                return .broken(at: index, problem)
            }
            index += 1
            if containers.isEmpty { return .complete(end: index) }
        }
        return .unfinished
    }

    private mutating func follow(string byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == 0x5c {
            isEscaped = true
        } else if byte == 0x22 {
            isInString = false
        }
    }

    /// Takes a byte outside of strings; the answer is what is wrong with it.
    private mutating func follow(_ byte: UInt8) -> String? {
        switch byte {
        case 0x20, 0x0a, 0x0d, 0x09: return nil
        case 0x22: isInString = true
        case 0x7b:
            guard mayOpenObject, containers.count < Self.depthLimit else {
                return "the object does not end"
            }
            containers.append(byte)
        case 0x5b:
            guard containers.count < Self.depthLimit else { return "the object does not end" }
            containers.append(byte)
        case 0x7d, 0x5d:
            guard containers.last == byte - 2 else { return "brackets do not match" }
            containers.removeLast()
        default: break
        }
        previous = byte
        return nil
    }

    /// Whether a `{` may stand here: at the start, after a colon, or as an item of an array.
    private var mayOpenObject: Bool {
        guard let container = containers.last else { return true }
        if container == 0x7b { return previous == 0x3a }
        return previous == 0x5b || previous == 0x2c
    }
}
