/// A pattern as steps for a machine.
struct CaptureProgram: Sendable {
    /// One step.
    enum Step: Hashable, Sendable {
        case character(UInt32)
        case any
        case set(CaptureSet)
        case place(CapturePlace)
        /// Notes where it is.
        case save(Int)
        /// Goes both ways, the first one rather.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    private(set) var steps: [Step] = []
    /// Two for each group and for the whole.
    private(set) var slots = 2
    let names: [String: Int]
    let ignoresCase: Bool
    /// A text that stands in whatever it matches; empty if none is known.
    let required: [UInt32]

    private static let sizeLimit = 2000

    /// Compiles a pattern, unless it becomes too large.
    init(
        _ node: CaptureNode, _ names: [String: Int], ignoresCase: Bool
    ) throws(CapturePattern.Problem) {
        (self.names, self.ignoresCase) = (names, ignoresCase)
        required = ignoresCase ? [] : node.required
        steps.append(.save(0))
        try add(node)
        steps += [.save(1), .match]
    }

    private mutating func add(_ node: CaptureNode) throws(CapturePattern.Problem) {
        guard steps.count < Self.sizeLimit else {
            throw CapturePattern.Problem("is too long, with all its repetitions")
        }
        switch node {
        case .empty: break
        case .character(let character):
            steps.append(.character(ignoresCase ? character.folded : character))
        case .any: steps.append(.any)
        case .set(let set): steps.append(.set(ignoresCase ? set.folded : set))
        case .place(let place): steps.append(.place(place))
        case .sequence(let parts): for part in parts { try add(part) }
        case .choice(let choices): try add(choices[...])
        case .group(let number, let inner):
            slots = max(slots, 2 * number + 2)
            steps.append(.save(2 * number))
            try add(inner)
            steps.append(.save(2 * number + 1))
        case .repetition(let inner, let least, let most, let isGreedy):
            for _ in 0..<least { try add(inner) }
            if let most {
                try addOptional(inner, most - least, isGreedy)
            } else {
                let start = steps.count
                steps.append(.match)
                try add(inner)
                steps.append(.jump(start))
                steps[start] = Self.split(start + 1, steps.count, isGreedy)
            }
        }
    }

    private mutating func add(_ choices: ArraySlice<CaptureNode>) throws(CapturePattern.Problem) {
        guard let first = choices.first else { return }
        let rest = choices.dropFirst()
        if rest.isEmpty { return try add(first) }
        let start = steps.count
        steps.append(.match)
        try add(first)
        let jump = steps.count
        steps.append(.match)
        steps[start] = .split(start + 1, steps.count)
        try add(rest)
        steps[jump] = .jump(steps.count)
    }

    private mutating func addOptional(
        _ node: CaptureNode, _ count: Int, _ isGreedy: Bool
    ) throws(CapturePattern.Problem) {
        var splits: [Int] = []
        for _ in 0..<count {
            splits.append(steps.count)
            steps.append(.match)
            try add(node)
        }
        for split in splits { steps[split] = Self.split(split + 1, steps.count, isGreedy) }
    }

    private static func split(_ inner: Int, _ after: Int, _ isGreedy: Bool) -> Step {
        isGreedy ? .split(inner, after) : .split(after, inner)
    }
}
