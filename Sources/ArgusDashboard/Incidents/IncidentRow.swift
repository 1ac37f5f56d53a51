import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// A row of the list of incidents, ready to print.
struct IncidentRow {
    let html: String

    /// Shows an incident in the columns of a list.
    init(_ listed: ListedIncident, in style: ListRowStyle) {
        let (incident, now) = (listed.incident, style.moments.now)
        let (level, pk) = (LevelMark(incident.level), incident.id.description)
        let classes = [
            level.style, incident.isAcked(at: now) ? "acked" : "",
            incident.endTime.isClosed(at: now) ? "closed" : "",
            incident.endTime == .stateless ? "stateless" : "",
        ]
        html = RowTemplates.row.text(
            classes.filter { !$0.isEmpty }.joined(separator: " "), pk,
            "\(incident.startTime.microseconds / 1_000_000)",
            style.canAct
                ? RowTemplates.tick.text(pk, style.ticked.contains(incident.id) ? " checked" : "")
                : "",
            style.address.columns.map { style.cell($0, of: listed, level) }.joined())
    }
}

/// How the rows of a list are written, for one reader.
struct ListRowStyle: Sendable {
    let address: ListAddress
    let query: ListSearchText
    let moments: MomentFormat
    /// Whether rows can be ticked.
    let canAct: Bool
    /// Those that are ticked already.
    var ticked: Set<Incident.ID> = []

    /// More characters of a text are not shown in a list.
    private static let longest = (description: 300, value: 60)
    /// More tags are only counted.
    private static let mostTags = 3

    /// Rows, one behind the other.
    func rows(_ listed: [ListedIncident]) -> String {
        listed.map { IncidentRow($0, in: self).html }.joined()
    }

    /// A cell, ready to print.
    fileprivate func cell(
        _ column: ListColumn, of listed: ListedIncident, _ level: LevelMark
    ) -> String {
        let incident = listed.incident
        return switch column {
        case .level: RowTemplates.level.text(level.word)
        case .age: RowTemplates.age.text(moments.now.since(incident.startTime).age)
        case .start: time(incident.startTime, "k-start")
        case .end: end(of: incident)
        case .source: plain("k-src", listed.sourced.source.name)
        case .type: plain("k-type", listed.sourced.source.type)
        case .description: description(of: listed)
        case .tags: tags(of: incident)
        case .acked: acknowledgement(of: listed)
        case .ticket: ticket(of: incident)
        case .id: plain("k-id num", incident.id.description)
        case .tag(let key):
            plain(
                "k-own",
                incident.tags.map(\.tag).filter { $0.key == key }.map(\.value)
                    .joined(separator: ", "))
        case .metadata(let path): plain("k-own", incident.metadata.value.text(at: path))
        }
    }

    private func plain(_ style: String, _ text: String) -> String {
        RowTemplates.text.text(style, text.shortened(to: Self.longest.value))
    }

    private func time(_ moment: Timestamp, _ style: String) -> String {
        let text = moments.text(moment)
        return RowTemplates.time.text(style, text.full, text.short)
    }

    private func end(of incident: Incident) -> String {
        switch incident.endTime {
        case .stateless: plain("k-end quiet", "stateless")
        case .open: plain("k-end quiet", "open")
        case .ended(let moment): time(moment, "k-end")
        }
    }

    private func description(of listed: ListedIncident) -> String {
        let text = listed.incident.description.shortened(to: Self.longest.description)
        let maintenance = listed.maintenanceEnd.map { end in
            RowTemplates.maintenance.text(
                end == .infinity ? "maintenance" : "maintenance until \(moments.text(end).short)")
        }
        return RowTemplates.description.text(
            listed.incident.id.description, text.isEmpty ? "(no text)" : text, maintenance ?? "")
    }

    private func tags(of incident: Incident) -> String {
        let tags = incident.tags.map(\.tag)
        let shown = tags.prefix(Self.mostTags).map { tag in
            let term = IncidentFilter.linked(to: tag).written
            return RowTemplates.tag.text(
                address.changed { $0.query = query.adding(term) }.link, tag.key,
                tag.value.shortened(to: Self.longest.value))
        }
        let others = tags.dropFirst(Self.mostTags)
        let rest = others.prefix(12).map { $0.text.shortened(to: 40) }.joined(separator: ", ")
        let more = others.isEmpty ? "" : RowTemplates.moreTags.text(rest, "\(others.count)")
        return RowTemplates.tags.text(shown.joined() + more)
    }

    private func acknowledgement(of listed: ListedIncident) -> String {
        guard let acknowledgement = listed.acknowledgement else {
            return plain("k-ack quiet", "–")
        }
        let event = acknowledgement.event
        let until = acknowledgement.expiration.map { " until \(moments.text($0).full)" } ?? ""
        let text = event.description.shortened(to: 100)
        let moment = moments.text(event.timestamp)
        return RowTemplates.acknowledgement.text(
            "\(event.actorName)\(until)\(text.isEmpty ? "" : ": \(text)")", moment.full,
            User.initials(of: event.actorName), moment.short)
    }

    private func ticket(of incident: Incident) -> String {
        let label = incident.ticketURL.ticketLabel
        guard let link = WebLink(incident.ticketURL) else { return plain("k-ticket", label) }
        return RowTemplates.ticket.text(link.url, label)
    }
}

/// What the rows are made of.
private enum RowTemplates {
    static let row = FlatTemplate(
        PackageResources.incident_row_mustache, "classes", "pk", "start", "tick", "cells")
    static let tick = FlatTemplate(PackageResources.incident_tick_mustache, "pk", "checked")
    static let level = FlatTemplate(PackageResources.incident_cell_level_mustache, "word")
    static let age = FlatTemplate(PackageResources.incident_cell_age_mustache, "age")
    static let time = FlatTemplate(
        PackageResources.incident_cell_time_mustache, "style", "full", "short")
    static let text = FlatTemplate(PackageResources.incident_cell_text_mustache, "style", "text")
    static let description = FlatTemplate(
        PackageResources.incident_cell_description_mustache, "pk", "text", "maintenance")
    static let maintenance = FlatTemplate(PackageResources.incident_maintenance_mustache, "text")
    static let tags = FlatTemplate(PackageResources.incident_cell_tags_mustache, "tags")
    static let tag = FlatTemplate(PackageResources.incident_tag_mustache, "href", "key", "value")
    static let moreTags = FlatTemplate(
        PackageResources.incident_more_tags_mustache, "rest", "count")
    static let acknowledgement = FlatTemplate(
        PackageResources.incident_cell_ack_mustache, "who", "full", "initials", "short")
    static let ticket = FlatTemplate(
        PackageResources.incident_cell_ticket_mustache, "url", "label")
}

extension Duration {
    /// How old something is, as a list shows it: `2 min`, `1 h 12`, `3 h`, `5 d`.
    var age: String {
        let minutes = components.seconds / 60
        return switch minutes {
        case ..<1: "now"
        case ..<60: "\(minutes) min"
        case ..<180:
            minutes % 60 == 0
                ? "\(minutes / 60) h"
                : "\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
        case ..<2880: "\(minutes / 60) h"
        default: "\(minutes / 1440) d"
        }
    }
}

extension String {
    /// The beginning of a text in one line, and a sign that there is more.
    func shortened(to length: Int) -> String {
        let scalars = unicodeScalars.prefix(length)
        var line = String.UnicodeScalarView()
        for scalar in scalars {
            let isControl = scalar.properties.generalCategory == .control
            line.append(isControl ? " " : scalar)
        }
        return String(line) + (scalars.endIndex == unicodeScalars.endIndex ? "" : "…")
    }

    /// The part of a ticket's address by which people know it.
    fileprivate var ticketLabel: String {
        let last = split(separator: "/").last.map(String.init) ?? self
        let number = last.split { !$0.isNumber }.last.map(String.init)
        if let number, number.count <= 10 { return "#\(number)" }
        return last.shortened(to: 16)
    }
}

extension JSONValue {
    /// What stands at a path of names and indices with dots between, as people read it.
    fileprivate func text(at path: String) -> String {
        let parts = path.split(separator: ".").map(String.init)
        let found = parts.reduce(Optional(self)) { value, name in
            if let items = value?.array, let index = Int(name), items.indices.contains(index) {
                return items[index]
            }
            return value?[name]
        }
        return switch found {
        case nil, .null: ""
        case .string(let text): text
        case let value?: value.text
        }
    }
}
