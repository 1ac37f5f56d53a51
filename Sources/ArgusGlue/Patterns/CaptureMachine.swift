/// Runs a pattern over a text, all possibilities beside each other: each step of the pattern is looked
/// at once for each character.
struct CaptureMachine {
    private let program: CaptureProgram
    private let text: [UInt32]

    init(_ program: CaptureProgram, _ text: [UInt32]) {
        (self.program, self.text) = (program, text)
    }

    /// The possibilities at one place of the text, the preferred ones first, each with the places that
    /// it noted.
    private struct Threads {
        var steps: [Int] = []
        var places: [Int] = []
        /// By step, for which place of the text it was looked at last.
        var visits: [Int]

        init(_ count: Int) { visits = [Int](repeating: -1, count: count) }

        mutating func removeAll() {
            steps.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
        }
    }

    /// The places of the first match, two for the whole and for each group, -1 for none; nil if there
    /// is no match.
    func run() -> [Int]? {
        let slots = program.slots
        let nowhere = [Int](repeating: -1, count: slots)
        var (current, next) = (Threads(program.steps.count), Threads(program.steps.count))
        var found: [Int]?
        for index in 0...text.count {
            if found == nil { add(0, index, nowhere, &current) }
            if current.steps.isEmpty, found != nil { break }
            next.removeAll()
            for (order, step) in current.steps.enumerated() {
                let places = Array(current.places[(order * slots)..<((order + 1) * slots)])
                if case .match = program.steps[step] {
                    found = places
                    break
                }
                guard index < text.count, takes(program.steps[step], text[index]) else { continue }
                add(step + 1, index + 1, places, &next)
            }
            swap(&current, &next)
        }
        return found
    }

    private func takes(_ step: CaptureProgram.Step, _ character: UInt32) -> Bool {
        switch step {
        case .character(let expected): character == expected
        case .any: character != 0x0a
        case .set(let set): set.contains(character)
        default: false
        }
    }

    /// Adds a possibility, with all that it leads to without a character.
    private func add(
        _ first: Int, _ index: Int, _ places: [Int], _ threads: inout Threads
    ) {
        var waiting: [(step: Int, places: [Int])] = [(first, places)]
        while var (step, places) = waiting.popLast() {
            while threads.visits[step] != index {
                threads.visits[step] = index
                switch program.steps[step] {
                case .jump(let other): step = other
                case .split(let one, let other):
                    waiting.append((other, places))
                    step = one
                case .save(let slot):
                    places[slot] = index
                    step += 1
                case .place(let place):
                    if isAt(place, index) { step += 1 }
                default:
                    threads.steps.append(step)
                    threads.places += places
                }
            }
        }
    }

    private func isAt(_ place: CapturePlace, _ index: Int) -> Bool {
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index) && CaptureSet.word.contains(text[index])
        }
        return switch place {
        case .start: index == 0
        case .end: index == text.count
        case .wordBoundary: isWord(index - 1) != isWord(index)
        case .noWordBoundary: isWord(index - 1) == isWord(index)
        }
    }
}
