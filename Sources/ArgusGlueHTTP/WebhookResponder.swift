import ArgusClient
import ArgusGlue
import ArgusVocabulary
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers requests: finds the door of the source, and reads no more of a body than is allowed.
struct WebhookResponder: Sendable {
    let doors: [String: WebhookDoor]
    let dialects: DialectDoors
    let maxBody: Int
    /// How long a body may take to come.
    var bodyTime = TimeAmount.seconds(60)

    func respond(
        to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let deadline = channel.eventLoop.scheduleTask(in: bodyTime) { channel.close(promise: nil) }
        defer { deadline.cancel() }
        let reply: WebhookReply
        var isRead = true
        switch admit(request) {
        case .refused(let refusal):
            // A client that is still sending may not see an answer that ends the connection.
            isRead = try await read(request) { _ in }
            reply = refusal
        case .admitted(let door, let head):
            if request.headers[.expect]?.lowercased() == "100-continue" {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            var bytes: [UInt8] = []
            isRead = try await read(request) { bytes += $0.readableBytesView }
            deadline.cancel()
            reply = if isRead { await door.take(bytes, head) } else { tooLarge(door) }
        case .foreign(let path):
            var bytes: [UInt8] = []
            isRead = try await read(request) { bytes += $0.readableBytesView }
            deadline.cancel()
            reply =
                isRead ? await dialects.answer(request.question(path, bytes)) : .tooLarge(maxBody)
        }
        var body = ByteBuffer(string: reply.body.text)
        body.writeString("\n")
        var fields = reply.fields
        fields[.contentLength] = "\(body.readableBytes)"
        try await writer.write(
            response: HTTPResponse(status: reply.status, headerFields: fields),
            body: request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: body))
        // What is left of a body that is too large is not waited for.
        if !isRead { throw NotRead() }
    }

    private enum Admission {
        case refused(WebhookReply)
        case admitted(WebhookDoor, WebhookDoor.Head)
        /// Something of another server's, where the body may say who asks.
        case foreign([String])
    }

    /// That the rest of a body is left unread, so that the connection must end.
    private struct NotRead: Error {}

    private func admit(_ request: Request) -> Admission {
        let path = request.uri.path.split(separator: "/").map { percentDecoded($0) }
        if path.first == "ingest", doors["ingest"] == nil {
            return .foreign(Array(path.dropFirst()))
        }
        guard let head = WebhookDoor.Head(path: request.uri.path, request.headers),
            let door = doors[head.source]
        else { return .refused(.noSource) }
        guard request.method == .post else { return .refused(.notPosted) }
        guard door.permits(head) else {
            return .refused(door.refuse("a request for this source does not show its secret"))
        }
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        return length > maxBody ? .refused(tooLarge(door)) : .admitted(door, head)
    }

    private func tooLarge(_ door: WebhookDoor) -> WebhookReply {
        door.intake.report.refuse("more than \(maxBody) bytes were posted at once")
        return .tooLarge(maxBody)
    }

    /// Reads a body as far as one may go, part by part; false if it is too large.
    private func read(_ request: Request, _ take: (ByteBuffer) -> Void) async throws -> Bool {
        var count = 0
        for try await part in request.body {
            count += part.readableBytes
            guard count <= maxBody else { return false }
            take(part)
        }
        return true
    }
}

extension Request {
    fileprivate func question(_ path: [String], _ body: [UInt8]) -> DialectDoors.Question {
        let query = uri.queryParameters.map { (name: String($0.key), value: String($0.value)) }
        return DialectDoors.Question(
            method: method, path: path, query: query, fields: headers, body: body)
    }
}
