import ArgusCore
import ArgusVocabulary

/// A part of a message that has a template of its own.
package enum MessagePart: String, CaseIterable, Sendable {
    /// What it says; its template is called after the event alone.
    case text
    /// The subject of a mail, the first line in a chat.
    case title
    /// The same as the text, for programs that show HTML.
    case html
}

/// What a part of a message may be: how long, of how many lines, and how values stand in it.
struct PartForm: Sendable {
    let limit: Limit
    let escaping: MessageEscaping
    /// Whether it is one line, so that nothing can end it.
    let isLine: Bool

    /// How long it may be.
    enum Limit: Sendable {
        /// In UTF-8.
        case bytes(Int)
        case characters(Int)
    }

    private init(_ limit: Limit, _ escaping: MessageEscaping = .none, isLine: Bool = false) {
        (self.limit, self.escaping, self.isLine) = (limit, escaping, isLine)
    }

    /// One line.
    static func line(_ limit: Limit, _ escaping: MessageEscaping = .none) -> PartForm {
        PartForm(limit, escaping, isLine: true)
    }

    /// Several lines.
    static func lines(_ limit: Limit, _ escaping: MessageEscaping = .none) -> PartForm {
        PartForm(limit, escaping)
    }

    /// The same with so much less room.
    func leaving(_ room: Int) -> PartForm {
        switch limit {
        case .bytes(let most): PartForm(.bytes(max(0, most - room)), escaping, isLine: isLine)
        case .characters(let most):
            PartForm(.characters(max(0, most - room)), escaping, isLine: isLine)
        }
    }

    /// How much longer a text is than it may be; 0 or less if it fits.
    func excess(of text: String) -> Int {
        switch limit {
        case .bytes(let most): text.utf8.count - most
        case .characters(let most): text.count - most
        }
    }
}

extension Medium {
    /// The parts of its messages that have templates, with the limits of those who carry them on.
    var parts: [MessagePart: PartForm] {
        switch self {
        case .email:
            [
                .title: .line(.characters(400)), .text: .lines(.bytes(100_000)),
                .html: .lines(.bytes(200_000), .html),
            ]
        // Three parts of 153 characters each.
        case .sms: [.text: .line(.characters(459))]
        // Longer texts are folded.
        case .slack: [.title: .line(.bytes(500), .slack), .text: .lines(.bytes(3000), .slack)]
        case .mattermost:
            [.title: .line(.bytes(500), .markdown), .text: .lines(.bytes(7000), .markdown)]
        // A card has at most 28 KB.
        case .teams:
            [.title: .line(.bytes(1000), .teams), .text: .lines(.bytes(10_000), .teams)]
        // Of a message of more than 4096 bytes it makes an attachment.
        case .ntfy: [.title: .line(.bytes(250)), .text: .lines(.bytes(3500))]
        case .gotify: [.title: .line(.bytes(250)), .text: .lines(.bytes(4000))]
        // A message has at most 4096 characters, and the link follows.
        case .telegram:
            [.title: .line(.bytes(500), .telegram), .text: .lines(.bytes(3500), .telegram)]
        case .matrix: [.title: .line(.bytes(500)), .text: .lines(.bytes(8000))]
        // A message has at most 1024 characters.
        case .pushover: [.title: .line(.bytes(250)), .text: .lines(.bytes(1000))]
        case .pagerduty: [.title: .line(.bytes(1000))]
        case .exec: [.title: .line(.bytes(250)), .text: .lines(.bytes(3500))]
        // Programs read it, so it is always the same.
        case .webhook, .unknown: [:]
        }
    }
}
