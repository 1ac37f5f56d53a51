import ArgusVocabulary
import NIOHTTP1

/// All incidents that a query asks for, fetched page by page as they are read.
///
/// A loop over it sees every incident once, newest first; leaving it early fetches no further page.
/// A query that cannot be asked is thrown into the loop.
public struct IncidentPages: AsyncSequence, Sendable {
    /// One incident at a time.
    public typealias Element = Incident
    /// What a failed request throws into the loop.
    public typealias Failure = ArgusError

    let client: ArgusClient
    let list: IncidentList
    let query: IncidentQuery

    fileprivate var path: String {
        client.incidentPath(list == .mine ? "mine/" : "")
    }

    /// The same incidents, a page at a time.
    public var pages: Pages { Pages(first: self) }

    /// Begins at the first page; nothing is fetched yet.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pages: pages.makeAsyncIterator())
    }

    /// Reads one incident after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var pages: Pages.AsyncIterator
        private var page: ArraySlice<Incident> = []

        init(pages: Pages.AsyncIterator) {
            self.pages = pages
        }

        /// Gives the next incident, from the next page if need be; nil after the last.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(ArgusError) -> Incident? {
            while page.isEmpty {
                guard let next = try await pages.next(isolation: actor) else { return nil }
                page = next[...]
            }
            return page.removeFirst()
        }
    }
}

extension IncidentPages {
    /// The answers themselves, each an array of incidents, which may be empty.
    public struct Pages: AsyncSequence, Sendable {
        /// A page at a time.
        public typealias Element = [Incident]
        /// What a failed request throws into the loop.
        public typealias Failure = ArgusError

        let first: IncidentPages

        /// Begins at the first page; nothing is fetched yet.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(first)
        }

        /// Fetches one page after the other.
        public struct AsyncIterator: AsyncIteratorProtocol {
            private let first: IncidentPages
            /// The query of the next page; nil when there is none.
            private var query: Result<String?, Unsayable>

            init(_ first: IncidentPages) {
                self.first = first
                query = Result { () throws(Unsayable) in
                    try first.query.text(first.client.version, for: first.list)
                }
            }

            /// Fetches the next page; nil after the last.
            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(ArgusError) -> [Incident]? {
                let transport = first.client.transport
                let asked = try first.client.said(query, at: first.path)
                query = .success(nil)
                guard let asked else { return nil }
                let request = Request(.GET, first.path, query: asked)
                let page = try await transport.read(request) {
                    json throws(WireError) in try PageRequest(json)
                }
                guard page.next != asked else {
                    throw request.failure(
                        .unexpectedAnswer("the next page is the same page again"), transport.server)
                }
                query = .success(page.next)
                guard first.list == .mine else { return page.incidents }
                return page.incidents.filter(first.query.fitsUnasked)
            }
        }
    }
}

extension ArgusClient {
    /// The query string of a request, or the error that says why there is none.
    func said<Text>(
        _ query: Result<Text, Unsayable>, at path: String
    ) throws(ArgusError) -> Text {
        do {
            return try query.get()
        } catch {
            throw Request(.GET, path)
                .failure(.unsayable(reason: error.reason), transport.server)
        }
    }
}

/// One answer of a list: `{"next", "previous", "results"}`.
private struct PageRequest: Sendable {
    let incidents: [Incident]
    /// The query string of the next page.
    ///
    /// Nothing else of the link is used: it may name another host, behind a proxy or in bad faith,
    /// and the token goes nowhere but to the server.
    let next: String?

    init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "list")
        incidents = try reader.list("results") { item throws(WireError) in try Incident(item) }
        let link = try reader.value("next") == .null ? nil : reader.text("next")
        guard let link else {
            next = nil
            return
        }
        guard let mark = link.firstIndex(of: "?") else {
            throw reader.wrong("next", "a URL with a query")
        }
        next = String(link[link.index(after: mark)...].prefix { $0 != "#" })
    }
}
