import ArgusClient
import ArgusSettings

/// Zabbix, whose media type of `Examples/zabbix-media-type.yaml` posts its problems.
package struct ZabbixSystem: WebhookSystem {
    package static let name = "zabbix"

    package let decoder: any AlertDecoder<JSONValue>

    package init(_ settings: inout SettingsReader, zone: Zone) {
        decoder = ZabbixDecoder(zone: zone)
    }
}
