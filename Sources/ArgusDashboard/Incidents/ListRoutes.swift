import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// `/incidents/`: the list, what is counted beside it, and what is done to many at once.
enum ListRoutes {
    static let pages = [list, rows, facets, ListActions.act, ListActions.undo] + ListFilters.pages

    private static let list = WebPage("/incidents/", access: .own) { call in
        let memory = try await ListMemory.kept(of: call)
        let asked = call.queryText
        let query = asked.isEmpty ? memory.query ?? "" : asked
        let whole = try await call.preferences.completing(query)
        if whole != asked { return call.leading(to: "\(ListAddress.path)?\(whole)") }
        let read = try await ReadListAddress(call, call.moments)
        let looked = memory.looking(at: read.address.remembered, call.operations.clock())
        let reply = try await call.page(
            "incidents",
            page(
                read, looked, call, canAct: call.requester.isAtLeast(.operator)), in: .incidents)
        if !call.wantsHead, read.problems.isEmpty, looked.isNews(after: memory) {
            try await looked.keep(for: call)
        }
        return reply
    }

    /// Shows a list again, in which nothing was done, with what was said about many of its rows.
    static func show(
        _ call: Call, again said: SaidOfMany, saying message: String
    ) async throws -> Reply {
        let read = try await ReadListAddress(call, call.moments)
        let memory = try await ListMemory.kept(of: call)
        let page = try await page(read, memory, call, canAct: true, said)
        return try await call.page(
            "incidents", page, in: .incidents, as: call.preferences, saying: message)
    }

    /// The page of a list, with what is done to its rows if its reader may, and what was said about
    /// them already.
    static func page(
        _ read: ReadListAddress, _ memory: ListMemory, _ call: Call, canAct: Bool,
        _ said: SaidOfMany? = nil
    ) async throws -> IncidentListPage {
        let (operations, listing) = (call.operations, read.listing)
        // Before the list is read, so that no change falls between the two.
        let seen = try await operations.changes.last()
        let groups: [IncidentTally<String>]? =
            if let grouping = read.address.grouping {
                try await operations.incidents.groups(of: listing, by: grouping, upTo: 50)
            } else { nil }
        let since = read.address.moment == nil ? memory.visitBefore : nil
        let news: [IncidentListing.News.Kind: Int] =
            if let since {
                try await operations.incidents.news(of: listing, since: since)
            } else { [:] }
        let facets: ListFacets? =
            if read.address.facets != nil {
                try await ListFacets.count(read, of: operations)
            } else { nil }
        return IncidentListPage(
            ListScenery(
                read: read, list: try await operations.incidents.show(listing), groups: groups,
                facets: facets, tagKeys: try await operations.incidents.tagKeys(upTo: 12),
                news: news,
                lastLook: since, moments: try await call.moments,
                canAct: canAct,
                user: call.asker?.account?.id, undoKey: ListActions.undoKey(of: call),
                token: call.formToken, key: call.newFormKey, seen: seen, said: said))
    }

    /// Some rows by their primary keys, for a page that shows them already, whether they are still in
    /// its list or not.
    private static let rows = WebPage("/incidents/rows/", access: .own) { call in
        let read = try await ReadListAddress(call, call.moments)
        let ids = (call.query.value("pk") ?? "").split(separator: ",").prefix(200)
            .compactMap { Int64($0).map { Incident.ID($0) } }
        let listed = try await call.operations.incidents.show(
            ids, of: IncidentListing(.everything))
        let style = ListRowStyle(
            address: read.address, query: ListSearchText(read.address.query, read.listing.filter),
            moments: try await call.moments, canAct: try call.showsTicks)
        return Reply(fragment: style.rows(listed))
    }

    /// The most frequent sources and tags, for a page that has them put in later: counting may take longer than everything else on it.
    private static let facets = WebPage("/incidents/facets/", access: .own) { call in
        let read = try await ReadListAddress(call, call.moments)
        let facets = try await ListFacets.count(read, of: call.operations)
        return try Reply(fragment: Templates.render("incident-facets", facets))
    }
}

extension Reply {
    /// Shows a part of a page, which is not kept.
    fileprivate init(fragment: String) {
        self.init(type: "text/html; charset=utf-8", text: fragment)
        headers[.contentSecurityPolicy] = "default-src 'none'"
        headers[.cacheControl] = "no-store"
    }
}
