import ArgusVocabulary
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What changes on the server, told as it does, for as long as somebody reads.
///
/// When the connection breaks or the server is away, the feed connects again, after delays as in
/// ``RetryPolicy`` but without giving up, and goes on where it was: nothing is missed and nothing
/// comes twice. It throws what waiting does not mend, and ``ArgusError/Kind/gone`` if
/// it was away for longer than the server remembers; it ends with the task that reads it.
public struct ChangeFeed: AsyncSequence, Sendable {
    /// One change at a time.
    public typealias Element = Change
    /// What ends the loop.
    public typealias Failure = ArgusError

    let client: ArgusClient
    let query: Result<String, Unsayable>
    let since: Change.ID?

    /// Begins to follow; nothing is sent yet.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }

    /// Reads one change after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private typealias Connection = (
            chunks: HTTPClientResponse.Body.AsyncIterator, parser: EventStreamParser
        )

        private let feed: ChangeFeed
        /// The last change that was told, or passed over.
        private var position: Int64?
        private var connection: Connection?
        private var messages: ArraySlice<EventStreamParser.Message> = []
        private var failures = 0

        init(_ feed: ChangeFeed) {
            self.feed = feed
            position = feed.since?.rawValue
        }

        /// Waits for the next change.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(ArgusError) -> Change? {
            while true {
                while let message = messages.popFirst() {
                    position = message.id ?? position
                    guard message.name == "change" else { continue }
                    return try change(message)
                }
                do {
                    try await receive(isolation: actor)
                } catch {
                    let failure = await explained(error, isolation: actor)
                    guard failure.isTemporary else { throw failure }
                    connection = nil
                    failures += 1
                    try await pause(after: failure, isolation: actor)
                }
            }
        }
    }
}

extension ChangeFeed.AsyncIterator {
    private var transport: Transport { feed.client.transport }

    private static let path = "\(APIVersion.v3.path)changes/"

    /// The request that goes on where this is.
    private func request() throws(ArgusError) -> Request {
        let since = position.map { "since=\($0)" } ?? ""
        let query = try feed.client.said(feed.query, at: Self.path)
        return Request(
            .GET, Self.path, query: [query, since].filter { !$0.isEmpty }.joined(separator: "&"))
    }

    /// The error that names the request.
    private func failure(_ problem: ArgusError.Problem) -> ArgusError {
        Request(.GET, Self.path).failure(problem, transport.server)
    }

    /// Waits for bytes, after connecting if need be.
    private mutating func receive(isolation actor: isolated (any Actor)?) async throws {
        var current: Connection
        if let connection {
            current = connection
        } else {
            let body = try await transport.open(try request())
            current = (body.makeAsyncIterator(), EventStreamParser(limit: transport.answerLimit))
        }
        guard let chunk = try await current.chunks.next(isolation: actor) else { throw Ended() }
        messages = try current.parser.add(chunk.readableBytesView)[...]
        connection = current
        if !messages.isEmpty { failures = 0 }
    }

    /// That the server ended the stream, as one does that is told to end.
    private struct Ended: Error {}

    private func explained(
        _ error: any Error, isolation actor: isolated (any Actor)?
    ) async -> ArgusError {
        if let error = error as? ArgusError { return error }
        let problem: ArgusError.Problem =
            switch error {
            case _ where Task.isCancelled: .cancelled
            case is Ended: .unavailable(reason: "it ended the stream", retryAfter: nil)
            case is EventStreamParser.TooLong: .unexpectedAnswer("an event is far too long")
            default: await transport.problem(of: error)
            }
        return failure(problem)
    }

    private func change(_ message: EventStreamParser.Message) throws(ArgusError) -> Change {
        do {
            return try Change(try JSONValue(parsing: message.data))
        } catch {
            throw failure(.unexpectedAnswer("\(error)"))
        }
    }

    private func pause(
        after failure: ArgusError, isolation actor: isolated (any Actor)?
    ) async throws(ArgusError) {
        do {
            try await transport.pauseWithoutEnd(after: failures, failure)
        } catch {
            throw self.failure(.cancelled)
        }
    }
}
