import ArgusClient
import ArgusVocabulary

/// What was said of one problem while it waited, brought together in one entry: that it happened is
/// told by a number.
struct Merged: Hashable, Sendable {
    /// The entries besides the first, in their order.
    var sequences: [Int64] = []
    /// What the first said.
    let first: String
    /// How often the problem was described otherwise than before, after the first.
    var updates = 0
    /// How bad it was at its worst; nil if nothing was said of that.
    var worst: Level?
    /// When the last of it happened.
    var last: Timestamp
    /// When the last of it came: no other note about the problem has this time, by which it is
    /// recognised.
    var accepted: Timestamp

    /// What is written into the log of an incident of which something was said before; nil if no more
    /// than one of them says anything else.
    func note(after said: String) -> String? {
        let count = updates + (first == said ? 0 : 1)
        guard count > 1 else { return nil }
        let level = worst.map { "; the worst level was \($0.word)" } ?? ""
        return "\(count) updates that waited were brought together\(level)."
    }

    /// What the metadata of an incident say that was posted so.
    var members: [(String, JSONValue)] {
        [("updates", .integer(Int64(updates)))]
            + (worst.map { [("worst_level", .string($0.word))] } ?? [])
    }
}

extension SpoolEntry {
    /// The entry with the updates that follow it, as far as both were never sent, or were sent together
    /// before: it says how the problem is after all of them.
    ///
    /// An opening takes in openings and changes, a change takes in changes; whatever else follows, such
    /// as an event or a closing, ends it, and so does what is told in another order than it happened.
    func takingIn(_ following: some Sequence<SpoolEntry>) -> SpoolEntry {
        guard isUpdate, attempts == 0 || together != nil, merged == nil,
            alert.metadata.map({ $0.object != nil }) ?? true
        else { return self }
        var whole = self
        var merged = Merged(
            first: alert.said.text, worst: alert.level, last: alert.time, accepted: accepted)
        for entry in following {
            let follows =
                together.map { $0 == entry.together }
                ?? (entry.mayFollow(self) && entry.alert.time >= merged.last)
            guard follows else { break }
            let said = whole.alert.said
            whole.alert.update(by: entry.alert)
            if whole.alert.said != said { merged.updates += 1 }
            merged.worst = [merged.worst, entry.alert.level].compactMap { $0 }.min {
                $0.rawValue < $1.rawValue
            }
            (merged.last, merged.accepted) = (entry.alert.time, entry.accepted)
            merged.sequences.append(entry.sequence)
        }
        if !merged.sequences.isEmpty { whole.merged = merged }
        return whole
    }

    /// It and the entries that were brought together with it.
    var group: [Int64] { [sequence] + (merged?.sequences ?? []) }

    private var isUpdate: Bool { alert.kind == .open || alert.kind == .change }

    private func mayFollow(_ first: SpoolEntry) -> Bool {
        isUpdate && attempts == 0 && (first.alert.kind == .open || alert.kind == .change)
            && alert.isLive == first.alert.isLive && alert.isOnce == first.alert.isOnce
    }
}

extension Alert {
    /// Says what a later alert says, where that says anything.
    fileprivate mutating func update(by later: Alert) {
        if !later.description.isEmpty { description = later.description }
        level = later.level ?? level
        tags = later.tags ?? tags
    }
}

/// That entries which were brought together must go one by one: what is known of their problem makes
/// a difference between them.
struct MustGoApart: Error {}
