import ArgusVocabulary
import ArgusWire
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

/// A stream of events from a server, read one after the other.
struct Events {
    let status: UInt
    let headers: HTTPHeaders
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    /// One event, or a sign of life, which has neither a name nor data.
    struct Event: Equatable {
        var id = ""
        var name = ""
        var data = ""

        var json: JSONValue {
            get throws { try JSONValue(parsing: data) }
        }
    }

    init(_ response: HTTPClientResponse) {
        (status, headers) = (response.status.code, response.headers)
        chunks = response.body.makeAsyncIterator()
    }

    /// The next event; nil when the server has ended the stream.
    mutating func next() async throws -> Event? {
        while true {
            if let end = text.firstRange(of: "\n\n") {
                let lines = text[..<end.lowerBound].split(separator: "\n")
                text = String(text[end.upperBound...])
                return Self.event(lines)
            }
            guard let chunk = try await chunks.next() else { return nil }
            text += String(buffer: chunk)
        }
    }

    private static func event(_ lines: [Substring]) -> Event {
        var event = Event()
        for line in lines {
            let parts = line.split(separator: ": ", maxSplits: 1)
            switch parts.first {
            case "id": event.id = String(parts[1])
            case "event": event.name = String(parts[1])
            case "data": event.data = String(parts[1])
            default: break
            }
        }
        return event
    }
}

extension APIServer {
    /// Follows the changes over the network, where the server runs live.
    func follow(
        _ query: String = "", as asker: Asker = .bob, after lastID: String? = nil
    ) async throws -> Events {
        let port = try #require(port)
        var request = HTTPClientRequest(url: "http://localhost:\(port)/api/v3/changes/\(query)")
        request.headers.add(name: "Accept", value: "text/event-stream")
        if let token = token(of: asker) {
            request.headers.add(name: "Authorization", value: "Token \(token)")
        }
        if let lastID { request.headers.add(name: "Last-Event-ID", value: lastID) }
        return Events(try await HTTPClient.shared.execute(request, timeout: .seconds(60)))
    }
}
