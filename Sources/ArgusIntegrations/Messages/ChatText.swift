import ArgusCore
import ArgusVocabulary

/// What a message says in a chat or on a telephone, where there is room for so much only: the level, the
/// host and the link stay, whatever has to go.
struct ChatText: Sendable {
    private let notice: Notice
    private let text: MessageText

    /// Tells of an event.
    init(_ notice: Notice) {
        (self.notice, text) = (notice, MessageText(notice))
    }

    /// Where it is shown, here or at its source; nil if nobody knows.
    var link: String? {
        let places = [notice.url ?? "", notice.gathered == nil ? notice.detailsURL : ""]
        return places.first { !$0.isEmpty && WebURL.isValid($0) && $0.hasPrefix("http") }
    }

    /// All that is known, each value of so many bytes at most.
    func facts(bytes limit: Int) -> [(name: String, value: String)] {
        text.facts.map { ($0.name, $0.value.withoutControls.cut(toBytes: limit)) }
    }

    var level: Level { notice.level }

    /// A colour for the level, or for its end.
    var color: String {
        if notice.gathered == nil, [.end, .close].contains(notice.event.event.type) {
            return "#2e7d32"
        }
        return switch level.rawValue {
        case 1: "#b71c1c"
        case 2: "#e65100"
        case 3: "#f9a825"
        case 4: "#1565c0"
        default: "#607d8b"
        }
    }
}

extension String {
    /// As many whole characters as so many bytes of UTF-8 have room for; the last says that there are
    /// more.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var (kept, room) = ("", limit - "…".utf8.count)
        for character in self {
            room -= character.utf8.count
            if room < 0 { break }
            kept.append(character)
        }
        return limit < "…".utf8.count ? "" : kept + "…"
    }
}
