import ArgusCore
import ArgusOperations
import ArgusWire
import HTTPTypes
import Hummingbird
import NIOCore

/// What is answered: a status, headers, and a body that is JSON or nothing.
package struct Reply: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields = [:]
    private var body = ByteBuffer()

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
        body = writer.withBytes { ByteBuffer(bytes: $0) }
        headers[.contentType] = "application/json"
    }

    /// Answers a JSON value.
    package init(status: HTTPResponse.Status = .ok, _ value: JSONValue) {
        self.init(status: status) { $0.value(value) }
    }

    /// Answers a text of another type.
    package init(status: HTTPResponse.Status = .ok, type: String, text: String) {
        self.status = status
        body = ByteBuffer(string: text)
        headers[.contentType] = type
    }

    /// Sends the asker to another path.
    package init(redirectingTo path: String) {
        status = .found
        headers[.location] = path
    }

    /// Repeats what was answered before.
    init(repeating answer: Answer) {
        status = HTTPResponse.Status(code: answer.status)
        headers[.contentType] = "application/json"
        headers[.idempotentReplayed] = "true"
        body = ByteBuffer(string: answer.body)
    }

    /// The answer in Hummingbird's terms.
    package var response: Response {
        var headers = headers
        headers[.contentLength] = String(body.readableBytes)
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
