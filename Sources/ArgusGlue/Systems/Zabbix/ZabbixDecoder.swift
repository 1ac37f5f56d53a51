import ArgusClient
import ArgusVocabulary

/// Reads what the media type for Zabbix posts: an object of texts, one for each macro (Zabbix' manual,
/// "Supported macros").
///
/// A problem, its recovery and its updates have one event ID, which is never used again.
package struct ZabbixDecoder: AlertDecoder {
    /// The zone of the Zabbix server's clock, for times that are no Unix times.
    package let zone: Zone

    /// Reads times without an offset in `zone`.
    package init(zone: Zone) {
        self.zone = zone
    }

    /// Reads a message; a tag `time_source=receipt` says that the time of a problem is missing.
    package func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        let event = ZabbixEvent(body, in: zone, receipt: receipt)
        guard let key = event.filled("eventid") else {
            return [.refused("it has no `eventid`, or one in which {EVENT.ID} is not replaced")]
        }
        guard key.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return [.refused("its `eventid` is no number: \(key.inOneLine)")]
        }
        if event.isWithoutEnd { return [.alert(event.stateless(key))] }
        if event.isUpdate { return event.updates(key).map(Reading.alert) }
        switch event.filled("value") {
        case "1": return [.alert(event.opening(key))]
        case "0": return [.alert(event.closing(key))]
        default: return [.refused("its `value` is neither 1 (problem) nor 0 (recovery)")]
        }
    }
}
