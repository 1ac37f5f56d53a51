import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Everything that a page of the list is made of.
struct ListScenery {
    let read: ReadListAddress
    let list: ListedIncidents
    let groups: [IncidentTally<String>]?
    let facets: ListFacets?
    let tagKeys: [String]
    let news: [IncidentListing.News.Kind: Int]
    /// When the visit before this one ended; nil if there was none.
    let lastLook: Timestamp?
    let moments: MomentFormat
    let canAct: Bool
    let user: User.ID?
    let undoKey: String?
    let token: String
    let key: String
    /// The last change that was there before the list was read.
    let seen: RecordedChange.ID
    /// What was said about many of them already, but not done.
    var said: SaidOfMany?
    /// Whether it is a list of what there is, and not one that shows what lists look like.
    var isReal = true
}

extension IncidentListPage {
    init(_ scenery: ListScenery) {
        let (address, list) = (scenery.read.address, scenery.list)
        let text = ListSearchText(address.query, scenery.read.listing.filter)
        let total = list.counts.total
        title = address.moment == nil ? "\(total.short) · Incidents" : "Incidents then"
        (query, back) = (address.query, address.href())
        search = String(address.href().dropFirst(ListAddress.path.count + 1))
        (token, key, canAct) = (scenery.token, scenery.key, scenery.canAct)
        (problems, hints) = (scenery.read.problems, scenery.read.hints)
        undo = scenery.canAct ? scenery.undoKey.map { Undo(key: $0) } : nil

        said = scenery.said
        live =
            address.moment == nil && scenery.isReal
            ? address.changed { _ in }.href(below: "/incidents/live/") : nil
        rowsPath = address.changed { _ in }.href(below: "/incidents/rows/")
        seen = scenery.seen.description

        let chosen = scenery.read.filters.first { $0.filter.id == address.filter }?.filter
        filterName = chosen?.name ?? "Filters"
        filters = scenery.read.filters.map { filter, owner in
            let isOwn = filter.user == scenery.user
            return Choice(
                label: isOwn ? filter.name : "\(filter.name) (\(owner))",
                href: "\(ListAddress.path)?filter=\(filter.id)", isOn: filter.id == address.filter)
        }
        own = chosen.flatMap { filter in
            guard filter.user == scenery.user, scenery.canAct else { return nil }
            let path = "\(ListAddress.path)filters/\(filter.id)/"
            return OwnFilter(name: filter.name, save: path, delete: "\(path)delete/")
        }
        canSave = scenery.canAct

        isPast = address.moment != nil
        moment = scenery.moments.text(list.moment)
        momentName = isPast ? moment.short : "Now"
        momentTyped = address.moment.map { scenery.moments.typed($0) } ?? ""
        nowLink = address.changed { $0.moment = nil }.link
        windows = Self.windows(text, address)
        groupName = address.grouping?.title ?? "none"
        groupings = Self.groupings(address, scenery.tagKeys)
        columnLinks = Self.columnLinks(address)
        columnNames = address.columns.map(\.name).joined(separator: ",")
        plain = PlainFilter(text)
        searchFields = address.hidden(without: ["q", "since", "change"])
        momentFields = address.hidden(without: ["at"])
        groupFields = address.hidden(without: ["group"])
        columnFields = address.hidden(without: ["columns"])
        plainFields = address.hidden(without: ["q", "since", "change"])

        levels = Level.allCases.map { level in
            Self.count(of: level, list.counts, text, address)
        }
        states = Self.states(list, text, address)
        facets = scenery.facets
        facetsPath = address.changed { _ in }.href(below: "/incidents/facets/")
        facetsLink = address.changed { $0.facets = ListAddress.mostFrequent }.link
        news = Self.news(scenery)
        self.total = total.short
        canActOnAll =
            scenery.canAct && address.moment == nil && total <= BulkOperations.sizeLimit
            && total > list.page.items.count
        let style = ListRowStyle(
            address: address, query: text,
            moments: scenery.moments.seen(at: list.moment), canAct: scenery.canAct,
            ticked: scenery.said?.ticked ?? [])
        sections = Self.sections(scenery, text, style)
        columns = address.columns.map { Heading($0, address) }
        isEmpty = list.page.items.isEmpty
        emptyText =
            scenery.read.problems.contains { $0.name == "Search" }
            ? "What is wrong with the search stands above." : "Nothing matches."
        shown = "\(list.page.items.count) of \(total.short)"
        orderText =
            address.order.title
            + (list.isOfNewest && total > IncidentSearchLimit.newest
                ? ", among the newest \(IncidentSearchLimit.newest.short)" : "")
        usualOrder =
            address.order == .worstFirst
            ? nil : address.changed { $0.order = .worstFirst }.link
        sizes = [20, 50, 100, 200].map { size in
            Choice(
                label: "\(size)", href: address.changed { $0.size = size }.link,
                isOn: size == address.size)
        }
        newer = list.page.previous.map { place in address.changed { $0.place = place }.link }
        older = list.page.next.map { place in address.changed { $0.place = place }.link }
    }

    private static func count(
        of level: Level, _ counts: IncidentCounts, _ text: ListSearchText, _ address: ListAddress
    ) -> LevelCount {
        let (mark, isOn) = (LevelMark(level), text.level == level)
        let query = text.replacing(\.isOfLevel, by: isOn ? nil : "level=\(level.rawValue)")
        return LevelCount(
            style: mark.style, word: mark.word, count: counts.count(of: level).short,
            href: address.changed { $0.query = query }.link, isOn: isOn)
    }

    private static func states(
        _ list: ListedIncidents, _ text: ListSearchText, _ address: ListAddress
    ) -> [Choice] {
        func choice(_ label: String, _ count: Int, isOn: Bool, _ query: String) -> Choice {
            Choice(
                label: label, href: address.changed { $0.query = query }.link, isOn: isOn,
                count: count.short)
        }
        let (acked, counts) = (text.has(.acked(true)), list.counts)
        let unacked = text.has(.acked(false))
        let closed = text.replacing(
            { $0.isOfEnd || $0.isOfAcknowledgement }, by: "closed end>=-1h")
        let isInMaintenance = address.isInMaintenance == true
        return [
            choice(
                "unacknowledged", counts.total - counts.acked, isOn: unacked,
                text.replacing(\.isOfAcknowledgement, by: unacked ? nil : "unacked")),
            choice(
                "acknowledged", counts.acked, isOn: acked,
                text.replacing(\.isOfAcknowledgement, by: acked ? nil : "acked")),
            Choice(
                label: "in maintenance",
                href: address.changed { $0.isInMaintenance = isInMaintenance ? nil : true }.link,
                isOn: isInMaintenance, count: list.inMaintenance.short),
            choice(
                "closed in the last hour", list.lastClosed,
                isOn: text.has(.open(false))
                    && text.has(.endTime(.from(.fromNow(.seconds(-3600))))),
                closed),
        ]
    }

    private static func windows(_ text: ListSearchText, _ address: ListAddress) -> [Choice] {
        let lengths = [
            ("hour", "1h"), ("3 hours", "3h"), ("12 hours", "12h"), ("day", "1d"),
            ("3 days", "3d"), ("week", "7d"), ("30 days", "30d"),
        ]
        func isStart(_ filter: IncidentFilter) -> Bool {
            if case .startTime(.from) = filter { true } else { false }
        }
        let any = Choice(
            label: "whenever",
            href: address.changed { $0.query = text.replacing(isStart, by: nil) }.link,
            isOn: !text.conditions.contains(where: isStart))
        return [any]
            + lengths.map { label, length in
                let query = text.replacing(isStart, by: "start>=-\(length)")
                return Choice(
                    label: label, href: address.changed { $0.query = query }.link,
                    isOn: query == text.text)
            }
    }

    private static func groupings(_ address: ListAddress, _ keys: [String]) -> [Choice] {
        let known: [IncidentGrouping?] = [nil, .source] + keys.map { .tag($0) }
        return known.map { grouping in
            Choice(
                label: grouping?.title ?? "none",
                href: address.changed { $0.grouping = grouping }.link,
                isOn: grouping == address.grouping)
        }
    }

    private static func columnLinks(_ address: ListAddress) -> [Choice] {
        (ListColumn.named + address.columns.filter { !ListColumn.named.contains($0) }).map {
            column in
            let isOn = address.columns.contains(column)
            let columns =
                isOn
                ? address.columns.filter { $0 != column } : address.columns + [column]
            return Choice(
                label: column.title,
                href: address.changed { if !columns.isEmpty { $0.columns = columns } }.link,
                isOn: isOn)
        }
    }

    private static func news(_ scenery: ListScenery) -> News? {
        guard let since = scenery.lastLook else { return nil }
        let address = scenery.read.address
        let kinds = IncidentListing.News.Kind.allCases.compactMap { kind -> Choice? in
            guard let count = scenery.news[kind], count > 0 else { return nil }
            let news = IncidentListing.News(since: since, kind: kind)
            return Choice(
                label: kind.rawValue, href: address.changed { $0.news = news }.link,
                isOn: address.news == news, count: count.short)
        }
        return kinds.isEmpty ? nil : News(since: scenery.moments.text(since).short, kinds: kinds)
    }

    private static func sections(
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

/// How many incidents are looked at where no index helps.
enum IncidentSearchLimit {
    static let newest = IncidentOperations.newest
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

extension IncidentListPage.Heading {
    fileprivate init(_ column: ListColumn, _ address: ListAddress) {
        (style, title) = (column.style, column.title)
        guard let key = column.sortKey else {
            (mark, href, sorted) = ("", nil, nil)
            return
        }
        let place = address.order.terms.firstIndex { $0.key == key }
        let isFirst = place == 0
        let falls = place.map { address.order.terms[$0].isDescending } ?? false
        // The age rises as the start falls.
        let rises = column == .age ? falls : !falls
        mark = isFirst ? (rises ? " ▴" : " ▾") : ""
        sorted = isFirst ? (rises ? "ascending" : "descending") : nil
        let term = IncidentOrder.Term(
            key, isDescending: isFirst ? !falls : key == .start || key == .end)
        let order = IncidentOrder([term] + address.order.terms)
        href = address.changed { $0.order = order }.link
    }
}

extension IncidentOrder {
    /// What a list says of its order.
    var title: String {
        if self == .worstFirst { return "worst first, then unacknowledged, then newest" }
        let words = terms.map { term -> String in
            switch (term.key, term.isDescending) {
            case (.level, false): "worst first"
            case (.level, true): "mildest first"
            case (.acked, false): "unacknowledged first"
            case (.acked, true): "acknowledged first"
            case (.start, false): "oldest first"
            case (.start, true): "newest first"
            case (.source, false): "by source"
            case (.source, true): "by source, backwards"
            case (.end, false): "earliest end first"
            case (.end, true): "latest end first"
            }
        }
        return words.joined(separator: ", then ")
    }
}

extension Int {
    /// The number with a comma between thousands; with a plus where counting ended.
    var short: String {
        if self >= IncidentCounts.limit { return "\(IncidentCounts.limit.grouped)+" }
        return grouped
    }

    private var grouped: String {
        let digits = Array(String(self))
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index) % 3 == 0 ? ",\(digit)" : String(digit)
        }.joined()
    }
}

extension MomentFormat {
    /// The same, seen from another moment.
    func seen(at moment: Timestamp) -> MomentFormat {
        MomentFormat(format, in: zone, now: moment)
    }
}
