import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension IncidentListPage {
    static func sections(
        _ scenery: ListScenery, _ text: ListSearchText, _ style: ListRowStyle
    ) -> [Section] {
        let items = scenery.list.page.items
        guard let grouping = scenery.read.address.grouping, let groups = scenery.groups else {
            return [
                Section(rows: style.rows(items), hasRows: !items.isEmpty)
            ]
        }
        let byName = Dictionary(grouping: items) { $0.value(of: grouping) }
        let named = groups.map { group in
            let rows = byName[group.value] ?? []
            let mark = LevelMark(group.worst)
            let address = scenery.read.address.changed { address in
                address.query = text.adding(grouping.filter(group.value).written)
                address.grouping = nil
            }
            return Section(
                title: true, name: group.value.shortened(to: 200), style: mark.style,
                word: mark.word,
                count: group.count.short, unacked: group.unacked,
                href: rows.count < group.count ? address.link : nil,
                rows: style.rows(rows), hasRows: !rows.isEmpty)
        }
        let known = Set(groups.map(\.value))
        let others = items.filter { !known.contains($0.value(of: grouping) ?? "") }
        guard !others.isEmpty else { return named }
        let mark = LevelMark(others.map(\.incident.level).min() ?? .information)
        return named + [
            Section(
                title: true, name: "others on this page", style: mark.style, word: mark.word,
                count: others.count.short,
                unacked: others.count { !$0.incident.isAcked(at: scenery.list.moment) },
                rows: style.rows(others), hasRows: true)
        ]
    }
}

extension ListedIncident {
    /// The value by which it belongs to a group; nil if it has none.
    fileprivate func value(of grouping: IncidentGrouping) -> String? {
        switch grouping {
        case .source: sourced.source.name
        case .tag(let key): incident.tags.first { $0.tag.key == key }?.tag.value
        }
    }
}

extension IncidentGrouping {
    var title: String {
        switch self {
        case .source: "source"
        case .tag(let key): key
        }
    }

    /// What those in a group have in common.
    func filter(_ value: String) -> IncidentFilter {
        switch self {
        case .source: .sourceNames([value])
        case .tag(let key): .linked(to: Tag(key: key, value: value))
        }
    }
}
