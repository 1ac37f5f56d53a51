/// A part of a pattern, as it is written.
indirect enum CaptureNode: Hashable, Sendable {
    case empty
    case character(UInt32)
    case any
    case set(CaptureSet)
    case place(CapturePlace)
    case sequence([CaptureNode])
    case choice([CaptureNode])
    case group(Int, CaptureNode)
    /// From so many times to so many, nil for without end; as often as possible, or as seldom.
    case repetition(CaptureNode, Int, Int?, isGreedy: Bool)

    /// The longest text that stands in whatever it matches.
    var required: [UInt32] {
        guard case .sequence(let parts) = self else {
            if case .character(let character) = self { return [character] }
            if case .group(_, let inner) = self { return inner.required }
            return []
        }
        var (best, run): ([UInt32], [UInt32]) = ([], [])
        for part in parts {
            if case .character(let character) = part {
                run.append(character)
            } else {
                if part.isPlace { continue }
                run = []
                if part.required.count > best.count { best = part.required }
            }
            if run.count > best.count { best = run }
        }
        return best
    }

    private var isPlace: Bool {
        if case .place = self { true } else { false }
    }
}

/// A place between characters.
enum CapturePlace: Hashable, Sendable {
    case start, end, wordBoundary, noWordBoundary
}

/// A set of characters.
struct CaptureSet: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isInverted = false

    static let digit = CaptureSet(ranges: [0x30...0x39])
    static let word = CaptureSet(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    static let blank = CaptureSet(ranges: [0x09...0x0d, 0x20...0x20, 0xa0...0xa0])

    /// The set that a letter after a backslash stands for; nil if it stands for none.
    init?(letter: Unicode.Scalar) {
        switch letter {
        case "d", "D": self = .digit
        case "w", "W": self = .word
        case "s", "S": self = .blank
        default: return nil
        }
        isInverted = ("A"..."Z").contains(letter)
    }

    init(ranges: [ClosedRange<UInt32>], isInverted: Bool = false) {
        (self.ranges, self.isInverted) = (ranges, isInverted)
    }

    /// All characters that are in neither of its ranges, as ranges.
    var inverse: [ClosedRange<UInt32>] {
        var (next, inverse): (UInt32, [ClosedRange<UInt32>]) = (0, [])
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { inverse.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        return inverse + (next <= 0x10_ffff ? [next...0x10_ffff] : [])
    }

    func contains(_ character: UInt32) -> Bool {
        ranges.contains { $0.contains(character) } != isInverted
    }

    /// The same with the letters in it in lower case, too.
    var folded: CaptureSet {
        var copy = self
        for range in ranges {
            let upper = range.clamped(to: 0x41...0x5a)
            if range.overlaps(0x41...0x5a) {
                copy.ranges.append((upper.lowerBound | 0x20)...(upper.upperBound | 0x20))
            }
        }
        return copy
    }
}
