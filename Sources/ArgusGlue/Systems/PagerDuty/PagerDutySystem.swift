import ArgusAlerts
import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// Whatever can send events to PagerDuty: the secret is their `routing_key`.
package struct PagerDutySystem: WebhookSystem {
    package static let name = "pagerduty"

    package let decoder: any AlertDecoder<JSONValue>

    package init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = PagerDutyDecoder(zone: zone)
    }
}

/// Reads what is posted to PagerDuty's Events API.
package struct PagerDutyDecoder: AlertDecoder {
    /// The zone of times without an offset.
    package let zone: Zone

    /// Reads an event; one without a `dedup_key` is of a problem that its summary and source name.
    package func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        do throws(DialectProblem) {
            let event = try PagerDutyEvent(body)
            return [.alert(event.alert(event.key(of: body), receipt: receipt, in: zone))]
        } catch {
            return [.refused(error.description)]
        }
    }
}

extension PagerDutyEvent {
    /// What identifies the problem: the sender's name for it, or what is told of it.
    package func key(of body: JSONValue) -> String {
        dedupKey
            ?? Fingerprint(
                ["source", "summary", "component"].map { name in
                    (key: name, value: body["payload"]?.filled(name) ?? "")
                }
            ).text
    }
}
