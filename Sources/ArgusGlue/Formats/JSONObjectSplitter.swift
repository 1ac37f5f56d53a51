import ArgusVocabulary
import ArgusWire

/// Cuts a stream of bytes into JSON objects, whatever stands between them and wherever reads end.
///
/// It never waits for more than it needs and never gives up: what is no JSON object is handed out
/// as rubbish, and reading goes on at the next place where an object can begin. A broken object
/// takes its own line with it, not the objects on the lines after it.
package struct JSONObjectSplitter: Sendable {
    /// A piece of the stream.
    package enum Piece: Hashable, Sendable {
        case object(JSONObject)
        /// Bytes that are no object, and why not; what follows them in the same read is one piece
        /// with them, up to the next object.
        case rubbish(Rubbish)
    }

    /// Bytes that were skipped.
    package struct Rubbish: Error, Hashable, Sendable, CustomStringConvertible {
        /// What was wrong with them.
        package let reason: String
        /// How many bytes were skipped.
        package fileprivate(set) var size: Int
        /// The first of them, as text.
        package let beginning: String

        init(_ bytes: ArraySlice<UInt8>, reason: String) {
            self.reason = reason
            size = bytes.count
            beginning = String(decoding: bytes.prefix(60), as: UTF8.self).inOneLine
        }

        package var description: String {
            "skipped \(size) bytes: \(reason): \(beginning)\(size > 60 ? "…" : "")"
        }
    }

    /// The most bytes that an object may have.
    package let sizeLimit: Int
    /// How many objects were mended before they could be read.
    package private(set) var repairs = 0

    private var buffer: [UInt8] = []
    private var scan = ObjectScan()

    /// Starts at the beginning of a stream.
    package init(sizeLimit: Int = 1 << 20) {
        self.sizeLimit = sizeLimit
    }

    /// Takes in the next bytes, and hands out what is complete by them.
    package mutating func pieces(from bytes: some Sequence<UInt8>) -> [Piece] {
        buffer.append(contentsOf: bytes)
        var pieces: [Piece] = []
        cut(into: &pieces, isEnd: false)
        return pieces
    }

    /// Hands out what is left when the stream has ended.
    package mutating func end() -> [Piece] {
        var pieces: [Piece] = []
        cut(into: &pieces, isEnd: true)
        buffer = []
        scan = ObjectScan()
        return pieces
    }

    private mutating func cut(into pieces: inout [Piece], isEnd: Bool) {
        var start = 0
        while start < buffer.count {
            if scan.isOutside {
                start = skipRubbish(from: start, into: &pieces, isEnd: isEnd)
                guard start < buffer.count, buffer[start] == 0x7b else { break }
            }
            switch scan.advance(over: buffer, from: start) {
            case .complete(let end):
                start = take(start..<end, into: &pieces)
            case .broken(let position, let reason):
                start = give(up: start, brokenAt: position, reason, into: &pieces)
            case .unfinished where buffer.count - start > sizeLimit:
                start = give(
                    up: start, brokenAt: buffer.count, "the object is too long", into: &pieces)
            case .unfinished where isEnd:
                start = give(
                    up: start, brokenAt: buffer.count, "the stream ended within an object",
                    into: &pieces)
            case .unfinished:
                drop(start)
                return
            }
        }
        drop(start)
    }

    /// Forgets the first bytes of the buffer; the scan stays where it is in the stream.
    private mutating func drop(_ count: Int) {
        buffer.removeFirst(min(count, buffer.count))
        scan.move(by: -count)
    }

    /// Goes to the next `{`; blanks before it are nothing, other bytes are rubbish.
    private mutating func skipRubbish(
        from start: Int, into pieces: inout [Piece], isEnd: Bool
    ) -> Int {
        let next = buffer[start...].firstIndex(of: 0x7b)
        let end = next ?? buffer.count
        let skipped = buffer[start..<end]
        guard let first = skipped.firstIndex(where: { !Self.isBlank($0) }) else { return end }
        let isLineDone = skipped.last == 0x0a
        guard next != nil || isEnd || isLineDone || skipped.count > sizeLimit else { return first }
        Self.add(Rubbish(skipped[first...], reason: "no JSON object"), to: &pieces)
        return end
    }

    /// Adds rubbish, or joins it to that before it.
    private static func add(_ rubbish: Rubbish, to pieces: inout [Piece]) {
        guard case .rubbish(var former) = pieces.last else {
            pieces.append(.rubbish(rubbish))
            return
        }
        former.size += rubbish.size
        pieces[pieces.count - 1] = .rubbish(former)
    }

    /// White space, or a byte of a byte order mark.
    private static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0a, 0x0d, 0x09, 0xef, 0xbb, 0xbf: true
        default: false
        }
    }

    /// Reads a complete object, or gives it up.
    private mutating func take(_ range: Range<Int>, into pieces: inout [Piece]) -> Int {
        do {
            let value = try mendedValue(Array(buffer[range]))
            guard case .object(let object) = value else { return range.upperBound }
            pieces.append(.object(object))
            scan = ObjectScan()
            return range.upperBound
        } catch {
            return give(
                up: range.lowerBound, brokenAt: range.upperBound, error.description, into: &pieces)
        }
    }

    private mutating func mendedValue(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            guard let mended = JSONRepair.mended(bytes),
                let value = try? JSONValue(parsing: mended)
            else { throw error }
            repairs += 1
            return value
        }
    }

    /// Skips a broken object: its first line, or all of it if it has but one.
    private mutating func give(
        up start: Int, brokenAt position: Int, _ reason: String, into pieces: inout [Piece]
    ) -> Int {
        let candidate = buffer[start..<position]
        let end = candidate.firstIndex(of: 0x0a).map { $0 + 1 } ?? position
        Self.add(Rubbish(buffer[start..<end], reason: reason), to: &pieces)
        scan = ObjectScan()
        return end
    }
}
