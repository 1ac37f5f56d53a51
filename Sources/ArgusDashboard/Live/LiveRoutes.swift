import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// What scripts ask for to keep a list up to date.
struct LiveRoutes {
    let feed: LiveFeed

    var pages: [WebPage] { [live, messages, Self.words] }

    /// What changes in the list that the query describes, as events.
    ///
    /// They are `ready`, `rows`, `still`, and `reload` if more changed than can be told; `seen` in the
    /// query is the last change that the page has, and `messages` the incident whose messages it shows.
    private var live: WebPage {
        WebPage("/incidents/live/", access: .own) { [feed] call in
            let (read, look) = try await Self.read(call)
            let listing = read.listing.ofChanges
            let shown = call.query.value("messages").flatMap { Int64($0) }
                .map { MessageScope.incident(Incident.ID($0)) }
            let seen = call.query.value("seen").flatMap { Int64($0) }.map { RecordedChange.ID($0) }
            return Reply(eventsFor: call, until: call.operations.changes.ended) { stream in
                let news = try await feed.follow(listing, messages: shown)
                let missed =
                    if let seen { try await feed.news(of: listing, since: seen) } else {
                        LiveNews?.none
                    }
                let last = if let missed { missed.last } else { try await feed.last() }
                try await stream.tell("ready", last)
                if seen != nil, missed == nil { try await stream.tell("reload", last) }
                if let missed, !missed.isEmpty { try await stream.tell(missed, look, call) }
                var second = 0
                for await news in news {
                    if news.second - second >= LiveFeed.patience {
                        guard await call.isStillKnown else { return }
                        second = news.second
                    }
                    try await stream.tell(news, look, call)
                }
            }
        }
    }

    /// Whenever something becomes of one's own messages, or with `all` of anybody's, as events `rows` with
    /// no row; that is for the staff.
    private var messages: WebPage {
        WebPage("/notifications/messages/live/", access: .own) { [feed] call in
            let requester = try call.requester
            let isOfAll = call.query.contains("all")
            if isOfAll, !requester.isAtLeast(.staff) { throw Refusal.noPermission }
            let scope = isOfAll ? .everybody : MessageScope.user(try requester.user.id)
            return Reply(eventsFor: call, until: call.operations.changes.ended) { stream in
                let news = await feed.followMessages(scope)
                try await stream.tell("ready", await feed.lastTold)
                for await news in news {
                    if news.isEmpty, await !call.isStillKnown { return }
                    try await stream.tell(news.isEmpty ? "still" : "rows", news.last)
                }
            }
        }
    }

    /// What can be typed into the search box: the language's own words and keys, and the values that
    /// the newest incidents have.
    private static let words = WebPage("/incidents/words/", access: .own) { call in
        _ = try call.requester
        let found = try await call.operations.incidents.tallies(
            of: IncidentListing(.everything), tags: 2000)
        let types = try await call.operations.sources.types()
        return Reply(
            SearchVocabulary(
                sources: found.sources.map(\.value), types: types, tags: found.tags.map(\.tag)
            ).json)
    }

    private static func read(_ call: Call) async throws -> (ReadListAddress, RowLook) {
        let moments = try await call.moments
        let read = try await ReadListAddress(call, moments)
        return (read, RowLook(read, moments, canAct: try call.showsTicks))
    }
}

extension Call {
    /// Whether rows can be ticked: where nobody may act, and on a wall, they cannot.
    var showsTicks: Bool {
        get throws { try !isForWall && requester.isAtLeast(.operator) }
    }

    /// Whether it is the wall that is shown, or that asks for rows.
    var isForWall: Bool { path == WallRoutes.path.text || query.value("as") == "wall" }
}

extension IncidentListing {
    /// The same list as far as it matters which incidents are in it, so that all who look at it, in
    /// whatever order, share one.
    fileprivate var ofChanges: IncidentListing {
        var listing = IncidentListing(filter)
        (listing.isInMaintenance, listing.news) = (isInMaintenance, news)
        return listing
    }
}

extension EventStream {
    fileprivate mutating func tell(_ name: StaticString, _ last: RecordedChange.ID) async throws {
        try await send { $0.event(name, id: last.rawValue) { $0.raw("{}") } }
    }

    fileprivate mutating func tell(_ news: LiveNews, _ look: RowLook, _ call: Call) async throws {
        guard !news.isEmpty else { return try await tell("still", news.last) }
        try await send(news.event(look, at: call.operations.clock()))
    }
}
