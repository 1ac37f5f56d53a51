import ArgusAlerts
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// `/ingest/opsgenie/`: Opsgenie's Alert API, where the `GenieKey` is the token of a source.
///
/// What is done is done when it is answered, with 202 as there; the state of a request stands in its
/// name.
enum OpsgenieRoutes {
    private static let root: Path = "/ingest/opsgenie/v2/alerts"
    private static let alert = PathPart("alert", .someText, "Its id, or its alias.")
    private static let part = PathPart("part", .someText, "What is done to it.")
    private static let request = PathPart("request", .someText, "The name of a request.")

    static let endpoints = [
        ForeignEndpoint(root, refusing: refusal, post: create),
        ForeignEndpoint("\(root)/requests/\(request)", refusing: refusal, get: state),
        ForeignEndpoint("\(root)/\(alert)", refusing: refusal, get: show),
        ForeignEndpoint(
            "\(root)/\(alert)/\(part)", refusing: refusal,
            post: { try await change("POST", $0) }, put: { try await change("PUT", $0) }),
    ]

    @Sendable private static func create(_ call: Call) async throws -> Reply {
        guard let body = try await call.foreignBody() else { return notJSON }
        let request: OpsgenieRequest
        do throws(DialectProblem) {
            request = try OpsgenieRequest(.create, body)
        } catch {
            return refusal(.unprocessableContent, error.description)
        }
        let alias = request.alias ?? Secret.random(bytes: 16).value
        return try await perform(request, alias, call)
    }

    private static func change(_ method: String, _ call: Call) async throws -> Reply {
        let name = call.text(of: part)
        guard let action = OpsgenieRequest.Action(method: method, name) else {
            throw Refusal.notFound("This server does not do that to an alert: \(name.inOneLine).")
        }
        let nothing: JSONValue? = action.needsNothing ? .object([:]) : .none
        guard let body = try await call.foreignBody() ?? nothing else { return notJSON }
        let request: OpsgenieRequest
        do throws(DialectProblem) {
            request = try OpsgenieRequest(action, body)
        } catch {
            return refusal(.unprocessableContent, error.description)
        }
        return try await perform(request, alias(call), call)
    }

    private static func perform(
        _ request: OpsgenieRequest, _ alias: String, _ call: Call
    ) async throws -> Reply {
        let alert = request.alert(alias, receipt: call.operations.clock())
        let id = try await AlertIngest(call, by: call.requester).take(alert)
        let receipt = OpsgenieReceipt(request.action, alias, isDone: id != nil)
        return Reply(
            status: .accepted,
            [
                "result": "Request will be processed", "took": .number("0.0"),
                "requestId": .string(receipt.text),
            ])
    }

    @Sendable private static func state(_ call: Call) async throws -> Reply {
        guard let receipt = OpsgenieReceipt(call.text(of: request)) else {
            throw Refusal.notFound("There is no such request.")
        }
        let id = try await AlertIngest(call, by: call.requester).incident(receipt.alias)
        let alias = JSONValue.string(receipt.alias)
        let data: JSONValue = [
            "success": .bool(receipt.isDone), "isSuccess": .bool(receipt.isDone),
            "action": .string(receipt.action.word),
            "status": receipt.isDone ? "Done" : "Alert does not exist",
            "alertId": id.map { .string($0.description) } ?? "", "alias": alias,
        ]
        return answer(data)
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let ingest = try AlertIngest(call, by: call.requester)
        guard let found = try await ingest.found(alias(call)) else {
            throw Refusal.notFound("Alert does not exist")
        }
        return answer(json(found, call))
    }

    /// What the source calls the alert that a path names: by the id that this server gave it, or by
    /// that name itself.
    private static func alias(_ call: Call) async throws -> String {
        let text = call.text(of: alert)
        guard call.query.value("identifierType")?.lowercased() != "alias",
            let number = Int64(text),
            let found = try? await call.operations.incidents.find(Incident.ID(number)),
            found.source.id == (try call.requester.source)
        else { return text }
        return found.incident.sourceIncidentID
    }

    private static func json(_ found: SourcedIncident, _ call: Call) -> JSONValue {
        let (incident, now) = (found.incident, call.operations.clock())
        let id = JSONValue.string(incident.id.description)
        let isOpen = incident.endTime.isOpen(at: now)
        let created = JSONValue.string(incident.startTime.text(in: call.site.zone))
        return [
            "id": id, "tinyId": id, "alias": .string(incident.sourceIncidentID),
            "message": .string(incident.description),
            "status": isOpen ? "open" : "closed",
            "acknowledged": .bool(incident.isAcked(at: now)),
            "tags": .array(incident.tags.map { .string($0.tag.text) }),
            "priority": .string("P\(incident.level.rawValue)"),
            "source": .string(found.source.name),
            "createdAt": created,
        ]
    }

    private static func answer(_ data: JSONValue) -> Reply {
        Reply(["data": data, "took": .number("0.0"), "requestId": ""])
    }

    private static let notJSON = refusal(.badRequest, "The body is no JSON.")

    @Sendable private static func refusal(_ status: HTTPResponse.Status, _ text: String) -> Reply {
        Reply(status: status, ["message": .string(text), "took": .number("0.0"), "requestId": ""])
    }
}

extension OpsgenieRequest.Action {
    /// Whether it can be asked for without a body.
    fileprivate var needsNothing: Bool { self == .close || self == .acknowledge }
}
