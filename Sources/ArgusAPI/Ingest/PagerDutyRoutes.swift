import ArgusAlerts
import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// `/ingest/pagerduty/`: PagerDuty's Events API v2, where the `routing_key` is the token of a source.
enum PagerDutyRoutes {
    static let endpoints = [
        ForeignEndpoint(
            "/ingest/pagerduty/v2/enqueue", access: .everybody, refusing: refusal, post: enqueue)
    ]

    @Sendable private static func enqueue(_ call: Call) async throws -> Reply {
        guard let body = try await call.foreignBody() else {
            return refusal(.badRequest, "The body is no JSON.")
        }
        guard let routingKey = PagerDutyEvent.routingKey(of: body) else {
            return refusal(.badRequest, "'routing_key' is missing: it is the source's token.")
        }
        let requester = try await call.operations.tokens.requester(
            with: Secret(routingKey), from: call.address)
        let event: PagerDutyEvent
        do throws(DialectProblem) {
            event = try PagerDutyEvent(body)
        } catch {
            return invalid(error.reasons)
        }
        call.operations.sources.seen(requester)
        let key = event.dedupKey ?? Secret.random(bytes: 16).value
        let alert = event.alert(key, receipt: call.operations.clock(), in: call.site.zone)
        try await AlertIngest(call, by: requester).take(alert)
        return Reply(
            status: .accepted,
            ["status": "success", "message": "Event processed", "dedup_key": .string(key)])
    }

    @Sendable private static func refusal(_ status: HTTPResponse.Status, _ text: String) -> Reply {
        guard status != .badRequest else { return invalid([text]) }
        let word = status == .tooManyRequests ? "throttle exceeded" : "error"
        return Reply(
            status: status,
            ["status": .string(word), "message": .string(text), "errors": [.string(text)]])
    }

    private static func invalid(_ reasons: [String]) -> Reply {
        Reply(
            status: .badRequest,
            [
                "status": "invalid event", "message": "Event object is invalid",
                "errors": .array(reasons.map { .string($0) }),
            ])
    }
}
