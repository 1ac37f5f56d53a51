import ArgusSQL

extension AccessPath {
    /// What can be gathered and put in order for a page.
    enum Gathering {
        case none
        /// All that the index of tags has.
        case tags
        /// The first of each of these urgencies.
        case levels([Int64])
    }

    /// Rows that are walked through in order.
    struct Walking {
        let condition: SQL
        /// What is known of the wanted tags; nil if no tag is wanted.
        let tags: Tags?
        /// Whether more is asked, of which nothing is known.
        var isNarrowed = false
    }

    /// How common the tags are that are wanted.
    struct Tags {
        /// The share of the rows that have them, each kind taken for independent of the others, and how
        /// many that are.
        let share: Double
        let count: Double
        /// How many rows the index of tags gives at most.
        let most: Double
        /// Whether the planner knows all this, too.
        let areTold: Bool

        /// How many rows are walked through for so many, if those that have the tags are spread evenly.
        func expected(for limit: Int) -> Double { Double(limit) / max(share, 1e-9) }
    }

    /// Decides between walking in order and the index of tags, by how common the tags are.
    mutating func plan(_ wanted: Wanted, _ walk: Walk) throws {
        let tags =
            wanted.tags.map { [TagColumn.listed($0)] } + wanted.choices.compactMap(choices.listed)
        if tags.isEmpty, wanted.choices.isEmpty {
            if walk == .newest { gatherLevels(wanted) }
            if case .levels = gathering {
                walking = Walking(condition: "incident.is_open = 1", tags: nil)
            }
        } else if !tags.isEmpty {
            gathering = .tags
            let known = try choices.shares()
            let shares = tags.map(known.share)
            let all = wanted.isOpen ? known.open : known.incidents
            var condition: SQL = wanted.isOpen ? "incident.is_open = 1" : "1 = 1"
            if let source = wanted.source {
                condition = "\(condition) AND incident.source_id = \(source)"
            }
            let share = shares.reduce(1, *)
            walking = Walking(
                condition: condition,
                tags: Tags(
                    share: share, count: share * all, most: all * (shares.min() ?? 1),
                    areTold: tags.allSatisfy(TagChoices.areTold)),
                isNarrowed: wanted.isNarrowed)
        }
    }

    /// Goes by the urgencies where a level is asked for, since all of the newest may be of others.
    mutating func gatherLevels(_ wanted: Wanted) {
        guard wanted.isOpen, wanted.source == nil, wanted.isShort, let level = wanted.level,
            (1...4).contains(level)
        else { return }
        // See the column `urgency`.
        let lowest = 2 * (5 - level)
        gathering = .levels(Array(lowest...9))
    }

    /// Whether rows are walked through in order before anything is gathered for a page of so many, and
    /// how many of them.
    func walk(for limit: Int) -> (condition: SQL, rows: Int)? {
        guard let walking else { return nil }
        guard let tags = walking.tags else { return (walking.condition, 10 * limit) }
        let expected = tags.expected(for: limit)
        guard expected < min(tags.most, 20_000) else { return nil }
        return (walking.condition, Int((walking.isNarrowed ? 4 : 1.3) * expected) + limit)
    }

    /// What is gathered for a page of so many where walking was in vain, or would be.
    func gathering(for limit: Int) -> Gathering {
        // What is as rare as that, the planner gathers by itself.
        if let tags = walking?.tags, tags.areTold, tags.expected(for: limit) > tags.count {
            return .none
        }
        return gathering
    }
}
