import ArgusAlerts
import ArgusClient
import ArgusGlue
import ArgusTesting
import ArgusVocabulary
import Foundation
import Testing

@Suite struct `What is posted in another server's language` {
    private static let sources = """
            secret: \(Port.secret)
          pager:
            system: pagerduty
            token: t
            secret: fedcba9876543210
          genie:
            system: opsgenie
            token: t
            secret: 0011223344556677
        """

    private func waiting(_ name: String, at port: Port) throws -> [Alert] {
        try port.spool().waiting(of: SourceName(name) ?? .default)
    }

    @Test func `to PagerDuty's API is on disk before 202`() async throws {
        try await Port.open(source: Self.sources) { port in
            let path = "/ingest/pagerduty/v2/enqueue"
            let body = { (action: String, key: String) in
                #"{"routing_key":"fedcba9876543210","event_action":"\#(action)","dedup_key":"\#(key)","payload":{"summary":"Disk full","source":"db1","severity":"error"}}"#
            }
            let answer = try await port.post(body("trigger", "disk"), to: path)
            let acknowledged = try await port.post(body("acknowledge", "disk"), to: path)
            let odd = try await port.post(body("explode", "disk"), to: path)
            let wrong = try await port.post(
                body("trigger", "x").replacing("fedcba", with: "abcdef"), to: path)
            let none = try await port.post("{", to: path)

            #expect(answer.status == 202)
            #expect(answer.body.contains(#""dedup_key":"disk""#), "\(answer)")
            #expect(acknowledged.status == 202)
            // What is odd is kept, with what is wrong with it.
            #expect(odd.status == 202)
            #expect(wrong.status == 401 && none.status == 401)
            let alerts = try waiting("pager", at: port)
            #expect(alerts.map(\.kind) == [.open, .event])
            #expect(alerts.map(\.isAcknowledgement) == [false, true])
            #expect(alerts.first?.tags == ["host": "db1"])
            #expect(try port.spool().status().sources.map(\.dead).reduce(0, +) == 1)
        }
    }

    @Test func `to Opsgenie's API is on disk before 202`() async throws {
        try await Port.open(source: Self.sources) { port in
            let path = "/ingest/opsgenie/v2/alerts"
            let key = ["Authorization": "GenieKey 0011223344556677"]
            let created = try await port.post(
                #"{"message":"Disk full","alias":"db1/disk","priority":"P1"}"#, to: path, key)
            let closed = try await port.post(
                #"{"user":"joe"}"#, to: "\(path)/db1%2Fdisk/close?identifierType=alias", key)
            let request =
                try JSONValue(parsing: created.body)["requestId"]?.string ?? "none"
            let state = try await port.post(
                "", to: "\(path)/requests/\(request)", method: "GET", key)
            let wrong = try await port.post("{}", to: path, ["Authorization": "GenieKey 1"])

            #expect(created.status == 202 && closed.status == 202)
            #expect(state.body.contains(#""alertId":"db1/disk""#), "\(state)")
            #expect(wrong.status == 401)
            let alerts = try waiting("genie", at: port)
            #expect(alerts.map(\.kind) == [.open, .close])
            #expect(alerts.map(\.key) == ["db1/disk", "db1/disk"])
            #expect(alerts.first?.level == .critical)
        }
    }

    @Test func `to Alertmanager's API is on disk, and the rest is asked of the server`()
        async throws
    {
        try await Port.open(source: Self.sources) { port in
            let pair = Data("x:\(Port.secret)".utf8).base64EncodedString()
            let path = "/ingest/alertmanager/api/v2/"
            let answer = try await port.post(
                #"[{"labels":{"alertname":"Down"}}]"#, to: "\(path)alerts",
                ["Authorization": "Basic \(pair)"])
            let read = try await port.post(
                "", to: "\(path)silences", method: "GET", ["Authorization": "Basic \(pair)"])
            let wrong = try await port.post("[]", to: "\(path)alerts")

            #expect(answer.status == 200)
            #expect(try port.keys().count == 1)
            // There is no server at its address.
            #expect(read.status == 502, "\(read)")
            #expect(wrong.status == 401)
        }
    }
}
