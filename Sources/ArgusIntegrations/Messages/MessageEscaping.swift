import ArgusCore
import ArgusVocabulary
import Mustache

/// How values stand in a message, so that they say what they say and do nothing.
enum MessageEscaping: String, CaseIterable, MustacheContentType {
    /// As they are.
    case none
    case html
    /// Without mentions and links of Slack, which stand between angle brackets.
    case slack
    /// Without Markdown, and without mentions: `@all` would be one.
    case markdown
    /// Without links that hide where they lead, which Teams makes of `[words](link)`.
    case teams
    /// Without mentions: Telegram makes one of `@somebody`.
    case telegram

    /// The name by which a template asks for it.
    var contentType: String { "ARGUS_\(rawValue.uppercased())" }

    /// Makes them known to the engine, which has one list for all.
    static let areRegistered: Bool = {
        for escaping in allCases {
            MustacheContentTypes.register(escaping, named: escaping.contentType)
        }
        return true
    }()

    func escapeText(_ text: String) -> String {
        switch self {
        case .none: text
        case .html: text.escapedForHTML
        case .slack: text.writing(["&": "&amp;", "<": "&lt;", ">": "&gt;"])
        case .markdown: Self.plain(text) { $0.writing(Self.markdownSigns) }
        case .teams: Self.plain(text) { $0.writing(["]": "]\u{200b}"]) }
        case .telegram: Self.plain(text) { $0.writing(["@": "@\u{200b}"]) }
        }
    }

    /// Each with a backslash before it, but for `@`.
    private static let markdownSigns: [Unicode.Scalar: String] = {
        let signs = "\\`*_{}[]()#~|>!".unicodeScalars.map { ($0, "\\\($0)") }
        return Dictionary(uniqueKeysWithValues: signs + [("@", "@\u{200b}")])
    }()

    /// A link goes on leading where it leads: what has a meaning in it is written in another way.
    private static func plain(_ text: String, _ escape: (String) -> String) -> String {
        let isLink = WebURL.isValid(text) && text.hasPrefix("http")
        return isLink ? text.writing(Self.linkSigns) : escape(text)
    }

    private static let linkSigns: [Unicode.Scalar: String] = [
        "\\": "%5C", "`": "%60", "*": "%2A", "{": "%7B", "}": "%7D", "[": "%5B", "]": "%5D",
        "(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E", "!": "%21", "@": "%40",
    ]
}

extension String {
    /// The same with other text for some signs, also where a mark makes one character of a sign and of
    /// what stands beside it.
    fileprivate func writing(_ signs: [Unicode.Scalar: String]) -> String {
        var text = UnicodeScalarView()
        for scalar in unicodeScalars {
            if let other = signs[scalar] {
                text.append(contentsOf: other.unicodeScalars)
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
