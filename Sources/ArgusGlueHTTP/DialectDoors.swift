import ArgusAlerts
import ArgusClient
import ArgusGlue
import ArgusVocabulary
import HTTPTypes

/// The programming interfaces of other servers, below `/ingest/`: which source is meant is found by
/// its secret, which is brought as those servers' is.
struct DialectDoors: Sendable {
    /// A source that is posted to in one of these ways, and who asks the server for it.
    struct Source: Sendable {
        let system: String
        let door: WebhookDoor
        let client: ArgusClient
    }

    /// What is asked.
    struct Question: Sendable {
        let method: HTTPRequest.Method
        /// The parts of the path after `/ingest/`.
        let path: [String]
        let query: [(name: String, value: String)]
        let fields: HTTPFields
        let body: [UInt8]

        var message: WebhookMessage { WebhookMessage(body, form: fields[.contentType] ?? "") }
    }

    let sources: [Source]

    /// The systems whose alerts are taken in these ways.
    static let systems = ["alertmanager", "pagerduty", "opsgenie"]

    /// Answers, once what was posted is on disk.
    func answer(_ question: Question) async -> WebhookReply {
        switch question.path.first {
        case "alertmanager": await alertmanager(question)
        case "pagerduty": await pagerDuty(question)
        case "opsgenie": await opsgenie(question)
        default: .noSource
        }
    }

    private func source(_ system: String, showing secret: String?) -> Source? {
        guard let secret else { return nil }
        return sources.first { source in
            source.system == system
                && source.door.authentication.permits(pathWord: secret) { _ in nil }
        }
    }

    private func source(_ system: String, _ question: Question) -> Source? {
        sources.first { source in
            source.system == system
                && source.door.authentication.permits(pathWord: nil) { name in
                    HTTPField.Name(name).flatMap { question.fields[$0] }
                }
        }
    }

    private func pagerDuty(_ question: Question) async -> WebhookReply {
        guard question.path == ["pagerduty", "v2", "enqueue"] else { return .noSource }
        guard question.method == .post else { return .notPosted }
        let body = try? question.message.value().value
        let secret = body.flatMap { PagerDutyEvent.routingKey(of: $0) }
        guard let source = source("pagerduty", showing: secret) else {
            return .notAuthenticated
        }
        let event = body.flatMap { try? PagerDutyEvent($0) }
        let key = body.flatMap { event?.key(of: $0) }
        return await source.door.take(question.message) {
            WebhookReply(
                .accepted,
                [
                    "status": "success", "message": "Event processed",
                    "dedup_key": key.map { .string($0) } ?? .null,
                ])
        }
    }

    private func alertmanager(_ question: Question) async -> WebhookReply {
        guard let source = source("alertmanager", question) else { return .notAuthenticated }
        guard question.path.dropFirst().starts(with: ["api", "v2"]) else { return .noSource }
        let place = question.path.dropFirst(3).joined(separator: "/")
        guard place == "alerts", question.method == .post else {
            return await asked(question, of: source.client, place)
        }
        return await source.door.take(question.message) { WebhookReply(.ok, [:]) }
    }

    /// What only the server knows, and may do, is asked of it as the source.
    private func asked(
        _ question: Question, of client: ArgusClient, _ place: String
    ) async -> WebhookReply {
        guard let method = ArgusClient.Method(rawValue: question.method.rawValue) else {
            return .notPosted
        }
        do throws(ArgusError) {
            let body = question.body.isEmpty ? nil : try? question.message.value().value
            let answer = try await client.request(
                method, "/ingest/alertmanager/api/v2/" + place.percentEncodedPath,
                query: question.query, body: body)
            return WebhookReply(.ok, answer)
        } catch {
            let status = error.status.map { HTTPResponse.Status(code: $0) } ?? .badGateway
            return WebhookReply(status, .string("\(error)"))
        }
    }

    private func opsgenie(_ question: Question) async -> WebhookReply {
        guard let source = source("opsgenie", question) else { return .notAuthenticated }
        let path = Array(question.path.dropFirst())
        guard path.starts(with: ["v2", "alerts"]) else { return .noSource }
        let parts = Array(path.dropFirst(2))
        if question.method == .get, parts.count == 2, parts[0] == "requests" {
            return state(parts[1])
        }
        guard question.method != .get else { return .notPosted }
        if parts.isEmpty { return await create(question, source) }
        guard parts.count == 2,
            let action = OpsgenieRequest.Action(method: question.method.rawValue, parts[1])
        else { return .noSource }
        let body = question.body.isEmpty ? [:] : (try? question.message.value().value) ?? .null
        return await take(action, body, key: parts[0], question, source)
    }

    private func create(_ question: Question, _ source: Source) async -> WebhookReply {
        let body = (try? question.message.value().value) ?? .null
        let key = (try? OpsgenieRequest(.create, body))?.key(of: body) ?? ""
        return await take(.create, body, key: key, question, source)
    }

    private func take(
        _ action: OpsgenieRequest.Action, _ body: JSONValue, key: String, _ question: Question,
        _ source: Source
    ) async -> WebhookReply {
        let readings: (Timestamp) -> [Reading] = { receipt in
            do throws(DialectProblem) {
                return [
                    .alert(try OpsgenieRequest(action, body).alert(key, receipt: receipt))
                ]
            } catch {
                return [.refused("it cannot be done (\(action.word)): \(error)")]
            }
        }
        return await source.door.take(question.message, reading: readings) {
            WebhookReply(
                .accepted,
                [
                    "result": "Request will be processed", "took": .number("0.0"),
                    "requestId": .string(OpsgenieReceipt(action, key, isDone: true).text),
                ])
        }
    }

    /// What became of a request: it is on disk, or there was none.
    private func state(_ name: String) -> WebhookReply {
        guard let receipt = OpsgenieReceipt(name) else {
            return WebhookReply(.notFound, ["message": "There is no such request."])
        }
        let alias = JSONValue.string(receipt.alias)
        return WebhookReply(
            .ok,
            [
                "data": [
                    "success": true, "isSuccess": true, "action": .string(receipt.action.word),
                    "status": "Accepted", "alertId": alias, "alias": alias,
                ], "took": .number("0.0"), "requestId": .string(name),
            ])
    }
}

extension String {
    /// A path whose parts are percent-encoded.
    fileprivate var percentEncodedPath: String {
        split(separator: "/", omittingEmptySubsequences: false)
            .map { String($0).percentEncoded }.joined(separator: "/")
    }
}
