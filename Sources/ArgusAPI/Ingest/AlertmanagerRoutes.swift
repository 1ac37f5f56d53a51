import ArgusAlerts
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// Alertmanager's API, below `/ingest/alertmanager/api/v2/`.
///
/// Prometheus posts alerts there as the source whose token is its password; `amtool`, karma and others
/// read them.
enum AlertmanagerRoutes {
    static let root: Path = "/ingest/alertmanager/api/v2/"

    static let endpoints = [
        ForeignEndpoint("\(root)alerts", refusing: refusal, get: list, post: post),
        ForeignEndpoint("\(root)alerts/groups", refusing: refusal, get: groups),
        ForeignEndpoint("\(root)status", refusing: refusal, get: status),
        ForeignEndpoint("\(root)receivers", refusing: refusal, get: receivers),
        ForeignEndpoint(
            "/ingest/alertmanager/metrics", access: .everybody, refusing: refusal, get: metrics),
    ]

    /// An error in that API is a JSON string.
    @Sendable static func refusal(_ status: HTTPResponse.Status, _ text: String) -> Reply {
        Reply(status: status, .string(text))
    }

    /// What all notifications go to, as far as such programs are told.
    static let receiver: JSONValue = ["name": "argus"]

    @Sendable private static func receivers(_ call: Call) -> Reply { Reply([receiver]) }

    /// Whose version is told, since programs decide by it what they may ask for.
    private static let version = "0.27.0"

    @Sendable private static func post(_ call: Call) async throws -> Reply {
        guard let body = try await call.foreignBody() else {
            return refusal(.badRequest, "The body is no JSON.")
        }
        let post: AlertmanagerPost
        do throws(DialectProblem) {
            post = try AlertmanagerPost(
                body, receipt: call.operations.clock(), in: call.site.zone)
        } catch {
            return refusal(.badRequest, error.description)
        }
        let outcomes = try await AlertIngest(call, by: call.requester).take(
            post.alerts.map { ($0.alert, $0.expiry) })
        var reasons = post.refused
        for outcome in outcomes {
            if case .failure(let reason) = outcome { reasons.append("\(reason)") }
        }
        // As there, what is right is taken although something else is wrong.
        guard reasons.isEmpty else {
            return refusal(.badRequest, reasons.prefix(10).joined(separator: " "))
        }
        return Reply([:])
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let alerts = try await AlertmanagerQuery(call).alerts(for: call)
        return Reply(capacity: 256 + alerts.count * 1024) { writer in
            writer.list(alerts) { $0.value($1.json) }
        }
    }

    /// Grouped by name, as most people configure it.
    @Sendable private static func groups(_ call: Call) async throws -> Reply {
        let alerts = try await AlertmanagerQuery(call).alerts(for: call)
        let groups = Dictionary(grouping: alerts) { $0.labels[AlertmanagerLabel.name] ?? "" }
        return Reply(capacity: 256 + alerts.count * 1024) { writer in
            writer.list(groups.sorted { $0.key < $1.key }) { writer, group in
                writer.value([
                    "labels": [AlertmanagerLabel.name: .string(group.key)], "receiver": receiver,
                    "alerts": .array(group.value.map(\.json)),
                ])
            }
        }
    }

    @Sendable private static func status(_ call: Call) async throws -> Reply {
        _ = try call.requester
        let start = JSONValue.string(call.operations.clock().text())
        return Reply([
            "cluster": ["name": "argus", "status": "ready", "peers": []],
            "versionInfo": [
                "branch": "", "buildDate": "", "buildUser": "", "goVersion": "", "revision": "",
                "version": .string(version),
            ],
            "config": ["original": "# Argus has no configuration of Alertmanager's."],
            "uptime": start,
        ])
    }

    /// By which karma finds out the version.
    @Sendable private static func metrics(_ call: Call) -> Reply {
        Reply(
            type: "text/plain; version=0.0.4",
            text: """
                # HELP alertmanager_build_info Whose API is spoken here.
                # TYPE alertmanager_build_info gauge
                alertmanager_build_info{version="\(version)"} 1

                """)
    }
}
