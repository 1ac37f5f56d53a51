import ArgusAlerts
import ArgusClient
import ArgusSettings
import ArgusVocabulary

/// Whatever can send alerts to Opsgenie: the secret is their `GenieKey`.
package struct OpsgenieSystem: WebhookSystem {
    package static let name = "opsgenie"

    package let decoder: any AlertDecoder<JSONValue>

    package init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = OpsgenieDecoder()
    }
}

/// Reads what is posted to create an alert; what else is done to one stands in the path.
package struct OpsgenieDecoder: AlertDecoder {
    /// Reads an alert; one without an alias is named by its message.
    package func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        do throws(DialectProblem) {
            let request = try OpsgenieRequest(.create, body)
            return [.alert(request.alert(request.key(of: body), receipt: receipt))]
        } catch {
            return [.refused(error.description)]
        }
    }
}

extension OpsgenieRequest {
    /// What identifies the alert: its alias, or what is told of it.
    package func key(of body: JSONValue) -> String {
        alias
            ?? Fingerprint(
                ["message", "entity"].map { name in (key: name, value: body.filled(name) ?? "") }
            ).text
    }
}
