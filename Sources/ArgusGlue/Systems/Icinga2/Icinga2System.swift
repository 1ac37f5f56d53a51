import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// Icinga 2, whose API tells what happens as it does (`/v1/events`), and how things are
/// (`/v1/objects`).
package struct Icinga2System: MonitoringSystem {
    package static let name = "icinga2"
    package static let canWait = true
    package static let settings: [any AnySetting] = []
    package static let starters = [
        APISetting.url.name: "https://icinga.example.org:5665", APISetting.user.name: "argus",
        APISetting.passwordFile.name: "/etc/argus-glue/icinga2.password",
    ]

    package init(_ settings: inout SettingsReader, zone: Zone) {}

    package var format: any AlertFormat { BodyStream(decoder: Icinga2Decoder()) }
}

extension Icinga2System: SnapshotSystem {
    /// What is asked of each host and service.
    ///
    /// Icinga refuses to tell anything where an attribute is named that the kind of object does not have.
    private static let attributes: [JSONValue] = [
        "groups", "state", "state_type", "last_check_result", "last_hard_state_change", "notes_url",
    ]

    package func answers(from api: SourceAPI) async throws(APIProblem) -> [JSONValue] {
        let hosts = try await Self.objects(
            "hosts", "host.state != 0 && host.state_type == 1", from: api)
        let services = try await Self.objects(
            "services", "service.state != 0 && service.state_type == 1", from: api)
        return [hosts, services]
    }

    /// Asks for objects of a kind, by a filter (Icinga's manual, "Advanced Filters").
    static func objects(
        _ kind: String, _ filter: String, variables: JSONValue = [:], from api: SourceAPI
    ) async throws(APIProblem) -> JSONValue {
        var body = JSONObject()
        body.set("filter", to: .string(filter))
        body.set("filter_vars", to: variables)
        body.set("attrs", to: .array(attributes + (kind == "hosts" ? ["address"] : [])))
        if kind == "services" {
            body.set("joins", to: ["host.name", "host.address", "host.groups"])
        }
        let answer = try await api.post(
            "/v1/objects/\(kind)", .object(body), [("X-HTTP-Method-Override", "GET")])
        guard answer["results"]?.array != nil else {
            throw APIProblem(
                "POST \(api.root)/v1/objects/\(kind)", "the answer has no array `results`")
        }
        return answer
    }

    package func snapshot(of answers: [JSONValue], receipt: Timestamp) -> Snapshot {
        var snapshot = Snapshot()
        for value in answers.flatMap({ $0["results"]?.array ?? [] }) {
            guard let object = Icinga2Object(value) else {
                snapshot.doubts.append("an object has no name or no state")
                continue
            }
            if object.isProblem { snapshot.alerts.append(object.opening(at: receipt)) }
        }
        return snapshot
    }
}
