import ArgusCore
import ArgusVocabulary
import Mustache

/// What a template of a message can say of an event, by name.
struct MessageValues: MustacheParent {
    private let notice: Notice
    private let text: MessageText
    /// What a name stands for that only the parts below the title know.
    private let title: Title
    /// How many bytes a long text may have; nil for as many as it has.
    private let room: Int?
    private let isLine: Bool

    /// Tells of an event.
    init(_ notice: Notice, title: Title, room: Int?, isLine: Bool) {
        (self.notice, text, self.title) = (notice, MessageText(notice), title)
        (self.room, self.isLine) = (room, isLine)
    }

    /// A title that was written before.
    struct Title {
        let text: String
        /// Whether it says what it says where it is put, and needs no other escaping.
        let isEscaped: Bool

        /// What the engine puts where the title is to stand.
        fileprivate var value: Any {
            guard isEscaped else { return text }
            // A template stands for itself, and a title of one line has none of these signs; the line break,
            // which goes with the tag, keeps a mark at its start from joining it.
            return (try? MustacheTemplate(string: "{{=\u{1} \u{2}=}}\n\(text)")) ?? text as Any
        }
    }

    /// What kind of value a name stands for.
    enum Kind: Sendable {
        case text
        /// Yes or no.
        case flag
        /// Values of its own.
        case object([String])
        /// Several of them.
        case list([String])
    }

    /// All names; those of texts may stand for nothing.
    static let names: [String: Kind] = {
        var names: [String: Kind] = [
            "opened": .flag, "closed": .flag, "more": .object(["count", "worst"]),
            "tags": .list(["key", "value"]), "facts": .list(["name", "value", "padding", "link"]),
            "links": .list(["name", "value", "padding"]),
        ]
        for name in [
            "title", "kind", "what", "said", "by", "time", "time_utc", "incident", "description",
            "level", "level_name", "host", "source", "source_type", "since", "until", "now",
            "ticket", "details", "url", "acknowledge", "gathered",
        ] { names[name] = .text }
        return names
    }()

    func child(named name: String) -> Any? {
        switch name {
        case "title": title.text.isEmpty ? nil : title.value
        case "opened": [.start, .stateless].contains(notice.event.event.type)
        case "closed": notice.event.kind == .closed
        case "more": notice.more.map { ["count": "\($0.count)", "worst": cut($0.worst)] }
        case "tags": tags
        case "facts": aligned(text.facts(room: room))
        case "links": aligned(text.links)
        default: string(name).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// Of these, none is so long that anything has to go for it but what is long.
    private func string(_ name: String) -> String? {
        let (event, incident) = (notice.event.event, notice.event.incident)
        return switch name {
        case "kind": notice.event.kind.rawValue
        case "what": event.type.display
        case "said": cut(event.description, continuing: "\n")
        case "by": short(event.actorName)
        case "time": text.time(event.timestamp)
        case "time_utc": text.timeUTC
        case "incident": "\(incident.id)"
        case "description": cut(incident.description)
        case "level": "\(incident.level.rawValue)"
        case "level_name": text.level
        case "host": notice.tag("host").map { short($0) }
        case "source": short(notice.event.source.name)
        case "source_type": short(notice.event.source.type)
        case "since": text.time(incident.startTime)
        case "until": text.until
        case "now": text.now
        case "ticket": link(incident.ticketURL)
        case "details": link(notice.detailsURL)
        case "url": notice.url
        case "acknowledge": notice.acknowledgeURL
        case "gathered": text.headline
        default: nil
        }
    }

    private var tags: [[String: String]] {
        var (left, tags): (Int, [[String: String]]) = (room ?? .max, [])
        for tag in notice.event.incident.tags.map(\.tag) {
            left -= tag.text.utf8.count
            if left < 0 { break }
            tags.append(["key": tag.key, "value": shown(tag.value)])
        }
        return tags
    }

    private func aligned(_ facts: [(name: String, value: String)]) -> [[String: String]] {
        let width = (text.facts + text.links).map(\.name.count).max() ?? 0
        return facts.compactMap { name, value in
            let isLink = WebURL.isValid(value) && value.hasPrefix("http")
            let shownValue = isLink ? link(value) : cut(value, continuing: "\n    ")
            if isLink, shownValue.isEmpty { return nil }
            var fact = ["name": shown(name), "value": shownValue]
            fact["padding"] = String(repeating: " ", count: max(0, width - name.count))
            if isLink { fact["link"] = value }
            return fact
        }
    }

    /// What may be as long as it likes, as far as there is room.
    ///
    /// A line that is not the first begins so that it cannot be taken for one of the template's.
    private func cut(_ text: String, continuing beginning: String = " ") -> String {
        let lines = isLine ? [text[...]] : text.split(whereSeparator: \.isNewline)
        let text = lines.map { String($0).withoutControls }.joined(separator: beginning)
        return room.map { text.cut(toBytes: $0) } ?? text
    }

    /// Names are short, but nobody promises that.
    private func short(_ text: String) -> String { shown(text).cut(toBytes: 253) }

    /// An address that is cut leads nowhere: it stays as it is, or goes.
    private func link(_ url: String) -> String {
        room.map { url.utf8.count > max($0, 300) ? "" : shown(url) } ?? shown(url)
    }

    private func shown(_ text: String) -> String { text.withoutControls }
}
