/// Cuts a stream into messages of syslog (RFC 6587): those with their length before them, and those
/// that end with a line, told apart for each message.
package struct SyslogFrames: Sendable {
    /// A message, or that one was too long to be kept.
    package enum Frame: Hashable, Sendable {
        case message([UInt8])
        case tooLong
    }

    /// The most bytes that a message may have.
    package static let sizeLimit = 65_536

    private enum State {
        /// The first bytes of a message, which say how it ends.
        case beginning
        /// So many bytes are missing; none is kept of a message that is too long.
        case counted(Int, isTooLong: Bool)
        case line(isTooLong: Bool)
    }

    private var state = State.beginning
    private var buffer: [UInt8] = []

    /// Starts at the beginning of a stream.
    package init() {}

    /// Takes in the next bytes, and hands out the messages that are complete by them.
    package mutating func frames(from bytes: some Sequence<UInt8>) -> [Frame] {
        var rest = Array(bytes)[...]
        var frames: [Frame] = []
        while !rest.isEmpty {
            switch state {
            case .beginning: begin(&rest)
            case .counted(let count, let isTooLong):
                let part = rest.prefix(count)
                rest = rest.dropFirst(part.count)
                if !isTooLong { buffer += part }
                state = .counted(count - part.count, isTooLong: isTooLong)
                if part.count == count { frames += finish(isTooLong) }
            case .line(let wasTooLong):
                let end = rest.firstIndex { $0 == 0x0a || $0 == 0 }
                let part = rest[..<(end ?? rest.endIndex)]
                rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
                let isTooLong = wasTooLong || buffer.count + part.count > Self.sizeLimit
                if isTooLong { buffer = [] } else { buffer += part }
                state = .line(isTooLong: isTooLong)
                if end != nil { frames += finish(isTooLong) }
            }
        }
        return frames
    }

    /// Hands out the last message, if the stream ended without a line's end; one whose length says
    /// that more is to come is cut off, and is what there is of it.
    package mutating func end() -> Frame? {
        defer { self = SyslogFrames() }
        switch state {
        case .beginning, .line(false), .counted(_, false):
            return buffer.isEmpty ? nil : .message(buffer)
        case .line(true), .counted(_, true): return .tooLong
        }
    }

    /// Takes the length before a message, a digit at a time; without one it ends with its line.
    private mutating func begin(_ rest: inout ArraySlice<UInt8>) {
        while let byte = rest.first {
            let isDigit = (0x30...0x39).contains(byte) && (byte != 0x30 || !buffer.isEmpty)
            if isDigit, buffer.count < 10 {
                buffer.append(byte)
                rest = rest.dropFirst()
                continue
            }
            guard byte == 0x20, let count = Int(String(decoding: buffer, as: UTF8.self)) else {
                state = .line(isTooLong: false)
                return
            }
            rest = rest.dropFirst()
            buffer = []
            state = .counted(count, isTooLong: count > Self.sizeLimit)
            return
        }
    }

    private mutating func finish(_ isTooLong: Bool) -> [Frame] {
        defer { (state, buffer) = (.beginning, []) }
        if isTooLong { return [.tooLong] }
        if buffer.last == 0x0d { buffer.removeLast() }
        return buffer.isEmpty ? [] : [.message(buffer)]
    }
}
