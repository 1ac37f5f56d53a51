import ArgusCore
import ArgusVocabulary

/// The time zone among what the pages keep for somebody: timeslots and messages follow it, too.
extension Preferences {
    /// The zones of those who have chosen one that there is, by their preferences as JSON.
    static func zones(_ preferences: [User.ID: String]) -> [User.ID: Zone] {
        var known: [String: Zone?] = [:]
        return preferences.compactMapValues { json in
            guard let name = zoneName(in: json) else { return nil }
            if let zone = known[name] { return zone }
            let zone = Zone(named: name)
            known[name] = .some(zone)
            return zone
        }
    }

    /// Refuses a time zone that there is not, among what the pages keep.
    static func checkZone(_ json: String) throws(Refusal) {
        guard let value = (try? JSONValue(parsing: json))?[zone], value != .null else { return }
        guard let name = value.string, name.isEmpty || Zone(named: name) != nil else {
            throw .invalid(zone, "There is no such time zone; one is named as Europe/Oslo.")
        }
    }

    private static func zoneName(in json: String) -> String? {
        guard let name = (try? JSONValue(parsing: json))?[zone]?.string, !name.isEmpty else {
            return nil
        }
        return name
    }
}
