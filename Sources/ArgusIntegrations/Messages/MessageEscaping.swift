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
        case .slack:
            text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
                .replacing(">", with: "&gt;")
        case .markdown: Self.withoutMarkdown(text)
        }
    }

    private static func withoutMarkdown(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if "\\`*_{}[]()#~|>!".unicodeScalars.contains(scalar) { escaped.append("\\") }
            escaped.unicodeScalars.append(scalar)
            if scalar == "@" { escaped.append("\u{200b}") }
        }
        return escaped
    }
}
