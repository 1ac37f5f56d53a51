/// For which entries there is room in memory.
struct Appetite: Sendable {
    private let lanes: Lanes
    private var taken: [Lanes.Name: Int] = [:]

    init(_ lanes: Lanes) {
        self.lanes = lanes
    }

    /// Whether one more entry of a key is wanted; if so, it counts as taken.
    mutating func wants(_ key: String) -> Bool {
        let name = Lanes.Name(key: key)
        guard key.isEmpty || taken[name, default: 0] < lanes.room(in: name) else { return false }
        taken[name, default: 0] += 1
        return true
    }
}
