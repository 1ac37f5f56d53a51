import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Hummingbird
import NIOCore

/// What is answered: a status, headers, and a body that is JSON, events, or nothing.
package struct Reply: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields = [:]
    private var body = ResponseBody(byteBuffer: ByteBuffer())
    /// The body, where it is there in one piece.
    private var bytes: ByteBuffer?

    /// Answers without a body.
    package init(status: HTTPResponse.Status) {
        self.status = status
    }

    /// Answers JSON.
    package init(
        status: HTTPResponse.Status = .ok, capacity: Int = 1024,
        _ write: (inout JSONWriter) throws -> Void
    ) rethrows {
        self.status = status
        var writer = JSONWriter(capacity: capacity)
        try write(&writer)
        fill(with: writer.withBytes { ByteBuffer(bytes: $0) })
        headers[.contentType] = "application/json"
    }

    /// Answers a JSON value.
    package init(status: HTTPResponse.Status = .ok, _ value: JSONValue) {
        self.init(status: status) { $0.value(value) }
    }

    /// Answers a text of another type.
    package init(status: HTTPResponse.Status = .ok, type: String, text: String) {
        self.status = status
        fill(with: ByteBuffer(string: text))
        headers[.contentType] = type
    }

    /// Sends the asker to another path.
    package init(redirectingTo path: String) {
        status = .found
        headers[.location] = path
    }

    /// Repeats what was answered before.
    init(repeating answer: KeptAnswer) {
        status = HTTPResponse.Status(code: answer.status)
        headers[.contentType] = "application/json"
        headers[.idempotentReplayed] = "true"
        body = ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
    }

    /// Answers events, for as long as the body goes on and somebody listens.
    ///
    /// Once `end` returns the body has a second to come to its own end.
    package init(
        eventsFor call: Call, until end: @escaping @Sendable () async -> Void,
        _ body: @escaping @Sendable (inout EventStream) async throws -> Void
    ) {
        status = .ok
        self.body = EventStream.responseBody(for: call, until: end, body)
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-cache"
        // Or nginx would wait for more before it hands on what there is.
        headers[.xAccelBuffering] = "no"
    }

    /// Answers JSON of any length in pieces, each of which is made once the asker has taken what came
    /// before it: a body gives the next piece, and nil after the last.
    package init(pieces next: @escaping @Sendable () async throws -> JSONPiece?) {
        status = .ok
        body = ResponseBody { writer in
            while let piece = try await next() {
                try await writer.write(piece.bytes)
                await Departure.pace()
            }
            try await writer.finish(nil)
        }
        headers[.contentType] = "application/json"
    }

    /// The same, but counted among the answers that wait to be read, if it is large: it is handed out
    /// piece by piece as it is read, and what waits is bounded.
    func held(by unsent: UnsentAnswers?, for account: User.ID?) throws(Refusal) -> Reply {
        guard let unsent, let bytes, bytes.readableBytes >= UnsentAnswers.small else { return self }
        let reservation = try unsent.reserve(bytes.readableBytes, for: account)
        var reply = self
        reply.body = ResponseBody(contentLength: bytes.readableBytes) { writer in
            defer { withExtendedLifetime(reservation) {} }
            var rest = bytes
            while let piece = rest.readSlice(length: min(Self.piece, rest.readableBytes)),
                piece.readableBytes > 0
            {
                try await writer.write(piece)
                await Departure.pace()
            }
            try await writer.finish(nil)
        }
        return reply
    }

    /// So many bytes are handed out at once.
    private static let piece = 65_536

    private mutating func fill(with bytes: ByteBuffer) {
        self.bytes = bytes
        body = ResponseBody(byteBuffer: bytes)
    }

    /// The same with a hint for each thing that the asker may have meant otherwise, in ASCII.
    package func hinting(_ hints: [String]) -> Reply {
        var reply = self
        for hint in hints { reply.headers.append(HTTPField(name: .argusHint, value: hint)) }
        return reply
    }

    /// The answer in Hummingbird's terms.
    package var response: Response {
        var headers = headers
        headers[.contentLength] = body.contentLength.map { String($0) }
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: status, headers: headers, body: body)
    }
}

/// A piece of a longer JSON text.
package struct JSONPiece: Sendable {
    fileprivate let bytes: ByteBuffer

    /// Writes a piece.
    package init(capacity: Int = 65_536, _ write: (inout JSONWriter) throws -> Void) rethrows {
        var writer = JSONWriter(capacity: capacity)
        try write(&writer)
        bytes = writer.withBytes { ByteBuffer(bytes: $0) }
    }
}

extension HTTPField.Name {
    /// `Argus-Hint`: what the asker may have meant otherwise, a sentence each.
    package static let argusHint = Self("Argus-Hint") ?? .via
    /// `X-Accel-Buffering`: whether a proxy may hold back what it was given.
    static let xAccelBuffering = Self("X-Accel-Buffering") ?? .via
}
