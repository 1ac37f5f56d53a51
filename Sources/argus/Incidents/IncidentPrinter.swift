import ArgusServer
import ArgusVocabulary
import ArgusWire

/// Prints incidents at a terminal.
enum IncidentPrinter {
    /// Prints an array of incidents in the form of version 2 of the API.
    static func printJSON(_ incidents: [IncidentJSON], _ settings: Settings) {
        var writer = JSONWriter(capacity: 65_536)
        writer.list(incidents) { $1.write(to: &$0, .v2, in: settings.zone) }
        argus.printJSON(writer.text)
    }

    /// Prints an incident in the form of version 2 of the API.
    static func printJSON(_ incident: IncidentJSON, _ settings: Settings) {
        var writer = JSONWriter()
        incident.write(to: &writer, .v2, in: settings.zone)
        argus.printJSON(writer.text)
    }

    /// Prints a line for each incident.
    static func printTable(_ incidents: [IncidentJSON], _ settings: Settings) {
        if incidents.isEmpty { return print("No incidents.") }
        argus.printTable(
            ["PK", "START", "STATE", "LEVEL", "SOURCE", "DESCRIPTION", "TAGS"],
            incidents.map { incident in
                [
                    "\(incident.id)",
                    Timestamp(unixSeconds: incident.startTime.microseconds / 1_000_000)
                        .text(in: settings.zone),
                    state(incident), incident.level.word, incident.source.name,
                    beginning(of: incident.description),
                    incident.tagDetails.map(\.tag).joined(separator: " "),
                ]
            })
    }

    private static func state(_ incident: IncidentJSON) -> String {
        if !incident.endTime.isStateful { return "stateless" }
        return (incident.isOpen ? "open" : "closed") + (incident.isAcked ? ", acked" : "")
    }

    private static func beginning(of text: String) -> String {
        let line = text.onOneLine
        return line.count > 60 ? "\(line.prefix(59))…" : line
    }
}
