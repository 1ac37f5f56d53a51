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
        facetsPath =
            scenery.isReal ? address.changed { _ in }.href(below: "/incidents/facets/") : nil
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
}

/// How many incidents are looked at where no index helps.
enum IncidentSearchLimit {
    static let newest = IncidentOperations.newest
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
