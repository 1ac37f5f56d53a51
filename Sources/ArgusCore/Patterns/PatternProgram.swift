/// A regular expression as a machine that is in many states at once (Thompson's construction): each
/// character of a text moves all of them, so none is read twice.
final class PatternProgram: Sendable {
    private let steps: [Step]
    private let sets: [ScalarSet]
    /// Whether only the beginning of a text can match.
    private let isAnchored: Bool

    /// How many steps a program may have.
    static let longest = 1000

    private enum Step {
        /// Takes a character of the set with this number, and goes on with the next step.
        case take(Int)
        /// Goes on with both.
        case fork(Int, Int)
        case start, end
        case found
    }

    init(_ node: PatternNode) {
        var writer = Writer()
        writer.write(node)
        writer.steps.append(.found)
        (steps, sets, isAnchored) = (writer.steps, writer.sets, node.isAnchored)
    }

    /// Whether any part of a text matches.
    func matches(_ text: String) -> Bool {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: steps.count * 3) { memory in
            memory.initialize(repeating: -1)
            var run = Run(
                now: memory.baseAddress, next: memory.baseAddress?.advanced(by: steps.count),
                lastSeen: memory.baseAddress?.advanced(by: steps.count * 2))
            return search(text, &run)
        }
    }

    private func search(_ text: String, _ run: inout Run) -> Bool {
        var scalars = text.unicodeScalars.makeIterator()
        var scalar = scalars.next()
        run.add(0)
        if follow(&run, isStart: true, isEnd: scalar == nil) { return true }
        while let taken = scalar {
            scalar = scalars.next()
            run.advance { step in
                if case .take(let set) = steps[step] {
                    sets[set].contains(taken.value)
                } else {
                    false
                }
            }
            if !isAnchored { run.add(0) }
            if run.count == 0 { return false }
            if follow(&run, isStart: false, isEnd: scalar == nil) { return true }
        }
        return false
    }

    /// Goes wherever one comes without taking a character; true if the end is reached.
    private func follow(_ run: inout Run, isStart: Bool, isEnd: Bool) -> Bool {
        var index = 0
        while index < run.count {
            let step = run[index]
            switch steps[step] {
            case .take: break
            case .fork(let one, let other):
                run.add(one)
                run.add(other)
            case .start: if isStart { run.add(step + 1) }
            case .end: if isEnd { run.add(step + 1) }
            case .found: return true
            }
            index += 1
        }
        return false
    }
}

/// The states in which a machine is, and those in which it will be after a character.
private struct Run {
    private var now: UnsafeMutablePointer<Int32>?
    private var next: UnsafeMutablePointer<Int32>?
    /// For every state the character at which it was last entered.
    private let lastSeen: UnsafeMutablePointer<Int32>?
    private(set) var count = 0
    private var time: Int32 = 0

    init(
        now: UnsafeMutablePointer<Int32>?, next: UnsafeMutablePointer<Int32>?,
        lastSeen: UnsafeMutablePointer<Int32>?
    ) {
        (self.now, self.next, self.lastSeen) = (now, next, lastSeen)
    }

    subscript(index: Int) -> Int { Int(now?[index] ?? 0) }

    mutating func add(_ step: Int) {
        guard let now, let lastSeen, lastSeen[step] != time else { return }
        lastSeen[step] = time
        now[count] = Int32(truncatingIfNeeded: step)
        count += 1
    }

    /// Moves each state that a character lets pass to the step after it.
    mutating func advance(_ passes: (Int) -> Bool) {
        let last = count
        swap(&now, &next)
        count = 0
        time &+= 1
        for index in 0..<last {
            let step = Int(next?[index] ?? 0)
            if passes(step) { add(step + 1) }
        }
    }
}

extension PatternProgram {
    private struct Writer {
        var steps: [Step] = []
        var sets: [ScalarSet] = []
        private var numbers: [ScalarSet: Int] = [:]

        mutating func write(_ node: PatternNode) {
            switch node {
            case .scalar(let set): steps.append(.take(number(of: set)))
            case .start: steps.append(.start)
            case .end: steps.append(.end)
            case .sequence(let parts): for part in parts { write(part) }
            case .alternatives(let parts): write(alternatives: parts[...])
            case .repetition(let part, let least, let most): write(part, least, most)
            }
        }

        private mutating func number(of set: ScalarSet) -> Int {
            if let number = numbers[set] { return number }
            sets.append(set)
            numbers[set] = sets.count - 1
            return sets.count - 1
        }

        /// Each alternative but the last begins with a fork and ends with a jump, which is a fork
        /// with one way.
        private mutating func write(alternatives parts: ArraySlice<PatternNode>) {
            var jumps: [Int] = []
            for part in parts.dropLast() {
                let fork = steps.count
                steps.append(.found)
                write(part)
                jumps.append(steps.count)
                steps.append(.found)
                steps[fork] = .fork(fork + 1, steps.count)
            }
            if let last = parts.last { write(last) }
            for jump in jumps { steps[jump] = .fork(steps.count, steps.count) }
        }

        private mutating func write(_ part: PatternNode, _ least: Int, _ most: Int?) {
            for _ in 0..<least { write(part) }
            guard let most else {
                let fork = steps.count
                steps.append(.found)
                write(part)
                steps.append(.fork(fork, fork))
                steps[fork] = .fork(fork + 1, steps.count)
                return
            }
            var forks: [Int] = []
            for _ in least..<most {
                forks.append(steps.count)
                steps.append(.found)
                write(part)
            }
            for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
        }
    }
}

extension PatternNode {
    /// Whether it can begin only where the text does.
    fileprivate var isAnchored: Bool {
        switch self {
        case .start: true
        case .sequence(let parts): parts.first?.isAnchored ?? false
        case .alternatives(let parts): parts.allSatisfy(\.isAnchored)
        case .repetition(let part, let least, _): least > 0 && part.isAnchored
        case .scalar, .end: false
        }
    }
}
