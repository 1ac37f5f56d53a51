import ArgusClient
import ArgusGlue
import ArgusVocabulary
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers requests: finds the door of the source, and reads no more of a body than is allowed.
struct WebhookResponder: Sendable {
    let doors: [String: WebhookDoor]
    let maxBody: Int
    /// How long a body may take to come.
    var bodyTime = TimeAmount.seconds(60)

    func respond(
        to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let reply: WebhookReply
        switch admit(request) {
        case .refused(let refusal): reply = refusal
        case .admitted(let door, let head):
            if request.headers[.expect]?.lowercased() == "100-continue" {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            let deadline = channel.eventLoop.scheduleTask(in: bodyTime) {
                channel.close(promise: nil)
            }
            let body = try await body(of: request)
            deadline.cancel()
            reply = if let body { await door.take(body, head) } else { tooLarge(door) }
        }
        var body = ByteBuffer(string: reply.body.text)
        body.writeString("\n")
        var fields = reply.fields
        fields[.contentLength] = "\(body.readableBytes)"
        try await writer.write(
            response: HTTPResponse(status: reply.status, headerFields: fields),
            body: request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: body))
        // What is left of a body that was not wanted is not waited for.
        if reply.status == .contentTooLarge { throw NotRead() }
    }

    private enum Admission {
        case refused(WebhookReply)
        case admitted(WebhookDoor, WebhookDoor.Head)
    }

    /// That the rest of a body is left unread, so that the connection must end.
    private struct NotRead: Error {}

    private func admit(_ request: Request) -> Admission {
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

    /// The body; nil if it is too large.
    private func body(of request: Request) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= maxBody else { return nil }
            bytes += part.readableBytesView
        }
        return bytes
    }
}
