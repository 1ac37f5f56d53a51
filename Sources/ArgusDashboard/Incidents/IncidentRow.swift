import ArgusCore
import ArgusOperations
import ArgusVocabulary
import Mustache

/// A row of the list of incidents, ready to print.
///
/// A hundred of them are printed at once: their values are found by name, not by looking through all.
struct IncidentRow: MustacheParent {
    private let values: [String: Any]

    /// Shows an incident in the columns of a list.
    init(_ listed: ListedIncident, in style: ListRowStyle) {
        let (incident, now) = (listed.incident, style.moments.now)
        let level = LevelMark(incident.level)
        let classes = [
            level.style, incident.isAcked(at: now) ? "acked" : "",
            incident.endTime.isClosed(at: now) ? "closed" : "",
            incident.endTime == .stateless ? "stateless" : "",
        ]
        values = [
            "pk": incident.id.description,
            "classes": classes.filter { !$0.isEmpty }.joined(separator: " "),
            "start": incident.startTime.microseconds / 1_000_000,
            "canAct": style.canAct,
            "isTicked": style.ticked.contains(incident.id),
            "cells": style.address.columns.map { style.cell($0, of: listed, level) },
        ]
    }

    func child(named name: String) -> Any? { values[name] }
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

    /// A cell, ready to print: its template, and the values that belong into it.
    fileprivate func cell(
        _ column: ListColumn, of listed: ListedIncident, _ level: LevelMark
    ) -> [String: Any] {
        let incident = listed.incident
        return switch column {
        case .level: Self.cell("level", ["style": level.style, "word": level.word])
        case .age:
            Self.cell("age", ["age": moments.now.since(incident.startTime).age])
        case .start: Self.cell("time", time(incident.startTime, "k-start"))
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

    private static func cell(_ name: String, _ values: [String: Any]) -> [String: Any] {
        values.merging(["template": "incident-cell-\(name)"]) { $1 }
    }

    private func plain(_ style: String, _ text: String) -> [String: Any] {
        Self.cell("text", ["style": style, "text": text.shortened(to: Self.longest.value)])
    }

    private func time(_ moment: Timestamp, _ style: String) -> [String: Any] {
        let text = moments.text(moment)
        return ["style": style, "full": text.full, "short": text.short]
    }

    private func end(of incident: Incident) -> [String: Any] {
        switch incident.endTime {
        case .stateless: plain("k-end quiet", "stateless")
        case .open: plain("k-end quiet", "open")
        case .ended(let moment): Self.cell("time", time(moment, "k-end"))
        }
    }

    private func description(of listed: ListedIncident) -> [String: Any] {
        let text = listed.incident.description.shortened(to: Self.longest.description)
        let end = listed.maintenanceEnd.map { end in
            end == .infinity ? "maintenance" : "maintenance until \(moments.text(end).short)"
        }
        return Self.cell(
            "description",
            [
                "pk": listed.incident.id.description, "text": text.isEmpty ? "(no text)" : text,
                "maintenance": end.map { [$0] } ?? [],
            ])
    }

    private func tags(of incident: Incident) -> [String: Any] {
        let tags = incident.tags.map(\.tag)
        let shown = tags.prefix(Self.mostTags).map { tag -> [String: Any] in
            let term = IncidentFilter.linked(to: tag).written
            let href = address.changed { $0.query = query.adding(term) }.link
            return [
                "key": tag.key, "value": tag.value.shortened(to: Self.longest.value), "href": href,
            ]
        }
        let others = tags.dropFirst(Self.mostTags)
        let rest = others.prefix(12).map { $0.text.shortened(to: 40) }.joined(separator: ", ")
        return Self.cell(
            "tags",
            ["tags": shown, "more": others.isEmpty ? [] : [["count": others.count, "rest": rest]]])
    }

    private func acknowledgement(of listed: ListedIncident) -> [String: Any] {
        guard let acknowledgement = listed.acknowledgement else {
            return plain("k-ack quiet", "–")
        }
        let event = acknowledgement.event
        let until = acknowledgement.expiration.map { " until \(moments.text($0).full)" } ?? ""
        let text = event.description.shortened(to: 100)
        var values = time(event.timestamp, "k-ack")
        values["initials"] = User.initials(of: event.actorName)
        values["who"] = "\(event.actorName)\(until)\(text.isEmpty ? "" : ": \(text)")"
        return Self.cell("ack", values)
    }

    private func ticket(of incident: Incident) -> [String: Any] {
        let label = incident.ticketURL.ticketLabel
        guard let link = WebLink(incident.ticketURL) else { return plain("k-ticket", label) }
        return Self.cell("ticket", ["url": link.url, "label": label])
    }
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
