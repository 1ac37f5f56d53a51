import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// What an address of the list says, and what in it is wrong; that is told, and the rest holds.
struct ReadListAddress: Sendable {
    private(set) var address = ListAddress()
    private(set) var problems: [ListProblem] = []
    /// What the one who typed the filter may have meant otherwise.
    private(set) var hints: [String] = []
    /// What is to be shown of it.
    private(set) var listing = IncidentListing(.everything)
    /// The stored filters that may be chosen.
    let filters: [(filter: StoredFilter, owner: String)]
    private let query: Query
    private let moments: MomentFormat

    /// Reads the address that a request is for, or `query` in place of its query.
    init(_ call: Call, _ moments: MomentFormat) async throws {
        (query, self.moments) = (call.query, moments)
        filters = try await call.operations.filters.listWithOwners(for: call.requester)
        let asked = try await call.listFilter()
        if call.isForWall || call.path == ListActions.path.text {
            address.linkPath = ListAddress.path
        }
        problems = asked.problems.map { ListProblem($0.name, $0.text) }
        readShape()
        readMoments()
        readFilter(asked.text)
        try await compile(call)
    }

    /// Holds what was read elsewhere.
    init(
        _ address: ListAddress, _ listing: IncidentListing, problems: [ListProblem],
        hints: [String], filters: [(filter: StoredFilter, owner: String)], _ moments: MomentFormat
    ) {
        (self.address, self.listing, self.problems) = (address, listing, problems)
        (self.hints, self.filters, self.moments) = (hints, filters, moments)
        query = Query("")
    }

    private mutating func readFilter(_ text: String?) {
        if let wanted = query.value("filter") ?? query.value("filter_pk") {
            let stored = filters.first { $0.filter.id.description == wanted }?.filter
            if let stored {
                address.filter = stored.id
                address.query = stored.blob.filter.written
            } else {
                refuse("filter", "There is no filter \(wanted) that you may use.")
            }
        }
        if let text { address.query = text }
        if let wanted = query.value("maintenance") {
            address.isInMaintenance = ["true": true, "false": false][wanted]
            if address.isInMaintenance == nil { refuse("maintenance", "Say true or false.") }
        }
    }

    private mutating func readShape() {
        address.named = ["columns", "page_size"].filter { query.value($0) != nil }
        if let text = query.value("sort") {
            do throws(UnknownSortKey) {
                let order = try IncidentOrder(Self.ours[text] ?? text)
                let falls = query["sort_order"] == "desc"
                address.order = falls ? order.turned : order
            } catch {
                let known = IncidentOrder.Key.allCases.map(\.rawValue).joined(separator: ", ")
                refuse("sort", "“\(error.name)” is none of \(known), age.")
            }
        }
        if let text = query.value("columns") {
            let (columns, unknown) = ListColumn.list(text)
            for name in unknown { refuse("columns", ListColumn.problem(ofUnknown: name)) }
            if !columns.isEmpty { address.columns = Array(columns.prefix(ListColumn.most)) }
        }
        if let text = query.value("group") {
            address.grouping = IncidentGrouping(text)
            if address.grouping == nil {
                refuse("group", "A list is grouped by source, or by tag:KEY.")
            }
        }
        if let text = query.value("facets") {
            address.facets = Array(
                text.split(separator: ",").map(String.init).withoutRepetitions().prefix(12))
        }
        if let text = query.value("page_size") {
            if let size = Int(text), (1...1000).contains(size) {
                address.size = size
            } else {
                refuse("page_size", "A page has 1 to 1000 rows.")
            }
        }
        readPlace()
    }

    /// The existing server's names of what a list is sorted by.
    private static let ours = ["start_time": "start", "end_time": "end", "source__name": "source"]

    private mutating func readPlace() {
        for (name, isBackward) in [("after", false), ("before", true)] {
            guard let text = query.value(name) else { continue }
            let place = OrderedPlace(text, isBackward: isBackward)
            if let place, address.order.canBegin(at: place) {
                address.place = place
            } else {
                refuse(name, "No page begins there.")
            }
        }
    }

    private mutating func readMoments() {
        if let text = query.value("at") {
            address.moment = moment("at", text)
        }
        if let text = query.value("since"), let since = moment("since", text) {
            let kind = query.value("change").flatMap(IncidentListing.News.Kind.init(rawValue:))
            address.news = IncidentListing.News(since: since, kind: kind)
        }
    }

    private mutating func moment(_ name: String, _ text: String) -> Timestamp? {
        if let moment = moments.pastMoment(text), moment <= moments.now { return moment }
        refuse(
            name, "“\(text)” is no moment that has been, such as 03:12 or 2026-11-25T03:12.")
        return nil
    }

    /// Makes what is to be shown of what was read.
    private mutating func compile(_ call: Call) async throws {
        listing.order = address.order
        (listing.size, listing.place) = (address.size, address.place)
        (listing.moment, listing.news) = (address.moment, address.news)
        listing.isInMaintenance = address.isInMaintenance
        let text = String(address.query.trimmingBlanks())
        let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
        if let number = Int64(digits), number >= 0 {
            listing.filter = .ids(try await call.operations.incidents.ids(named: number))
            return
        }
        do throws(WrittenFilterProblem) {
            let written = try WrittenFilter(text, in: moments.zone)
            (listing.filter, hints) = (written.filter, written.hints)
        } catch {
            // Nobody is to take what was not asked for as an answer.
            listing.filter = .nothing
            refuse("q", error.message)
        }
    }

    private mutating func refuse(_ name: String, _ text: String) {
        problems.append(ListProblem(name, text))
    }
}

/// What is wrong in an address, ready to print.
struct ListProblem: Sendable {
    let name: String
    let text: String

    init(_ name: String, _ text: String) {
        (self.name, self.text) = (name == "q" ? "Search" : name, text)
    }
}

extension IncidentOrder {
    /// The same the other way.
    fileprivate var turned: IncidentOrder {
        IncidentOrder(terms.map { Term($0.key, isDescending: !$0.isDescending) })
    }
}

extension OrderedPlace {
    /// Reads what stands in an address.
    fileprivate init?(_ text: String, isBackward: Bool) {
        let values = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("'")
                ? Value.text(percentDecoded(part.dropFirst()))
                : Int64(part).map { Value.number($0) }
        }
        if values.contains(nil) { return nil }
        self.init(values.compactMap(\.self), isBackward: isBackward)
    }
}

extension MomentFormat {
    /// A moment as somebody typed it; a time of day alone is today's, or yesterday's if that is yet to
    /// come.
    fileprivate func pastMoment(_ text: String) -> Timestamp? {
        let isClock = text.utf8.count <= 8 && text.utf8.contains(0x3a) && !text.contains("-")
        guard isClock else { return moment(text) }
        let clock = text.utf8.count < 5 ? "0\(text)" : text
        guard let today = moment("\(typed(now).prefix(11))\(clock)") else { return nil }
        if today <= now { return today }
        return moment("\(typed(now - .seconds(86_400)).prefix(11))\(clock)")
    }
}
