import ArgusVocabulary
import ArgusWire
import NIOHTTP1

extension Transport {
    /// Sends a request and reads its answer, which must be JSON.
    func read<Value>(
        _ request: Request,
        _ value: (JSONValue) throws(WireError) -> Value
    ) async throws(ArgusError) -> Value {
        try decode(try await send(request), to: request, value)
    }

    /// Reads an answer to a request, which must be JSON.
    func decode<Value>(
        _ answer: Answer,
        to request: Request,
        _ value: (JSONValue) throws(WireError) -> Value
    ) throws(ArgusError) -> Value {
        do {
            let json = try JSONValue(parsing: answer.body)
            return try value(json)
        } catch {
            throw request.failure(.unexpectedAnswer("\(error)"), server)
        }
    }

    /// Sends a request whose answer is an array.
    func readList<Item>(
        _ request: Request,
        _ item: (JSONValue) throws(WireError) -> Item
    ) async throws(ArgusError) -> [Item] {
        try await read(request) { json throws(WireError) in
            guard let array = json.array else { throw WireError("expected an array") }
            var items: [Item] = []
            for json in array { items.append(try item(json)) }
            return items
        }
    }

    /// Fetches a list page by page, to its end: answers of `{"next", "previous", "results"}`.
    func readPages<Item>(
        _ path: String,
        query: String = "",
        _ item: (JSONValue) throws(WireError) -> Item
    ) async throws(ArgusError) -> [Item] {
        var items: [Item] = []
        var query: String? = query
        while let asked = query {
            let request = Request(.GET, path, query: asked)
            let (page, next) = try await read(request) { json throws(WireError) in
                let reader = try MemberReader(json, of: "list")
                let link = try reader.value("next") == .null ? nil : reader.text("next")
                // Only the query of the link is used: the token goes nowhere but to the server.
                return (
                    try reader.list("results", item),
                    link?.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
                )
            }
            guard next != asked else {
                throw request.failure(
                    .unexpectedAnswer("the next page is the same page again"), server)
            }
            items += page
            query = next
        }
        return items
    }
}
