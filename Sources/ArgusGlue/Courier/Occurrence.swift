import ArgusClient
import ArgusVocabulary

/// How a further incident of the same key is named, and told from one of another key.
///
/// The first incident of a key has it as its `source_incident_id`; a later one has the key, `@`, and
/// the time at which it began. A key of its own may look just like that. So whatever looks like
/// that says in its metadata which key it is of: `{"argus_glue": {"key": …}}`.
enum Occurrence {
    private static let member = "argus_glue"

    /// The identifier of the occurrence that an alert opens.
    static func name(of alert: Alert) -> String { name(alert.key, alert.time) }

    private static func name(_ key: String, _ start: Timestamp) -> String { "\(key)@\(start)" }

    /// The metadata with which an alert is posted under an identifier, and what was brought together
    /// with it.
    ///
    /// Metadata that is no object has no place for a mark.
    static func metadata(
        of alert: Alert, as identifier: String, _ merged: Merged? = nil
    ) -> JSONValue? {
        var marks: [(String, JSONValue)] = []
        if isAmbiguous(identifier) { marks.append(("key", .string(alert.key))) }
        if let merged, merged.updates > 0 { marks += merged.members }
        guard !marks.isEmpty, var object = (alert.metadata ?? [:]).object else {
            return alert.metadata
        }
        object.set(member, to: .object(JSONObject(marks)))
        return .object(object)
    }

    /// How many updates were brought together with the opening of an incident.
    static func updates(of incident: Incident) -> Int {
        Int(incident.metadata?[member]?["updates"]?.integer ?? 0)
    }

    /// Whether an incident is one of a key.
    ///
    /// Those that were posted before there was a mark, or under version 1 of the API, which has no
    /// metadata, are taken by their form: with the right start after `@`.
    static func isOne(_ incident: Incident, of key: String) -> Bool {
        let identifier = incident.sourceIncidentID
        if isAmbiguous(identifier),
            let marked = incident.metadata?[member]?["key"]?.string
        {
            return marked == key
        }
        return identifier == key || identifier == name(key, incident.startTime)
    }

    /// The key that an incident is of, given those that there are; nil if it has no identifier.
    static func key(of incident: Incident, among keys: Set<String>) -> String? {
        let identifier = incident.sourceIncidentID
        guard !identifier.isEmpty else { return nil }
        guard isAmbiguous(identifier), let at = identifier.lastIndex(of: "@") else {
            return identifier
        }
        if let marked = incident.metadata?[member]?["key"]?.string { return marked }
        let key = String(identifier[..<at])
        let isOther = keys.contains(identifier) || identifier != name(key, incident.startTime)
        return isOther ? identifier : key
    }

    /// Whether an identifier may be that of an occurrence of another key: its end is a time.
    private static func isAmbiguous(_ identifier: String) -> Bool {
        guard let at = identifier.lastIndex(of: "@") else { return false }
        let end = String(identifier[identifier.index(after: at)...])
        return (try? Timestamp(end, in: .utc)).map { "\($0)" == end } ?? false
    }
}
