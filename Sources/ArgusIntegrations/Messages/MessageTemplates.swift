import ArgusCore
import ArgusVocabulary
import Mustache

/// The templates by which messages are written: the site's, and where it has none the built-in ones.
///
/// Each is taken apart once.
package struct MessageTemplates: Sendable {
    /// Which part of which messages a template writes.
    struct Key: Hashable, Sendable {
        let medium: Medium
        let part: MessagePart
        /// About which events; nil for all that have none of their own.
        let kind: NotificationKind?

        /// The file of the template, below the folder of all.
        var path: String {
            let part = self.part == .text ? "" : ".\(self.part.rawValue)"
            return "\(medium.rawValue)/\(kind?.rawValue ?? "default")\(part).mustache"
        }
    }

    private let site: [Key: MustacheTemplate]
    private let usual: [Key: MustacheTemplate]

    /// Those that are built in, and nothing else.
    package static let builtIn = MessageTemplates(site: [:])

    /// How many the site has.
    package var siteCount: Int { site.count }

    init(site: [Key: MustacheTemplate]) {
        self.site = site
        usual = Self.compiled
    }

    /// Writes all parts of a message; `prefix` stands before its title, and its text leaves so much of its
    /// room to what is put beside it.
    package func write(
        _ notice: Notice, by medium: Medium, prefix: String = "", leaving room: Int = 0
    ) -> WrittenMessage {
        var message = WrittenMessage()
        message.title = prefix + (text(.title, notice, medium, &message) ?? "")
        message.text = text(.text, notice, medium, &message, leaving: room)
        message.html = text(.html, notice, medium, &message)
        return message
    }

    private func text(
        _ part: MessagePart, _ notice: Notice, _ medium: Medium,
        _ message: inout WrittenMessage, leaving room: Int = 0
    ) -> String? {
        guard let form = medium.parts[part]?.leaving(room) else { return nil }
        func written(by template: MustacheTemplate) -> String {
            let titleForm = medium.parts[.title]
            let title = MessageValues.Title(
                text: message.title, isEscaped: titleForm?.escaping == form.escaping)
            return PartWriter(template, form, notice, title: title).text
        }
        // Templates of events would tell of one of many only.
        for kind in notice.gathered == nil ? [notice.event.kind, nil] : [] {
            let key = Key(medium: medium, part: part, kind: kind)
            guard let template = site[key] else { continue }
            let text = written(by: template)
            if !text.allSatisfy(\.isWhitespace) { return text }
            message.mistake = "the template \(key.path) gave nothing, so the built-in one was used"
            break
        }
        return usual[Key(medium: medium, part: part, kind: nil)].map(written)
    }

    /// Takes a template apart; how values stand in it is said in a line before its first.
    static func compile(_ text: String, _ form: PartForm) throws -> MustacheTemplate {
        _ = MessageEscaping.areRegistered
        return try MustacheTemplate(
            string: "{{% CONTENT_TYPE:\(form.escaping.contentType)}}\n\(text)")
    }

    /// The texts of the built-in ones.
    static let builtInTexts: [Key: String] = {
        var texts: [Key: String] = [:]
        for medium in Medium.allCases {
            for part in medium.parts.keys {
                texts[Key(medium: medium, part: part, kind: nil)] = builtInFile(medium, part).map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
        }
        return texts
    }()

    private static let compiled = builtInTexts.compactMapValues { $0 }.reduce(
        into: [Key: MustacheTemplate]()
    ) { compiled, entry in
        guard let form = entry.key.medium.parts[entry.key.part] else { return }
        compiled[entry.key] = try? compile(entry.value, form)
    }

    private static func builtInFile(_ medium: Medium, _ part: MessagePart) -> [UInt8]? {
        switch (medium, part) {
        case (.email, .title): PackageResources.email_title_mustache
        case (.email, .text): PackageResources.email_text_mustache
        case (.email, .html): PackageResources.email_html_mustache
        case (.sms, .text): PackageResources.sms_text_mustache
        case (.mattermost, .title): PackageResources.markdown_title_mustache
        // A card has a table of facts unless the site says it in other words.
        case (.teams, .text): nil
        case (.ntfy, .text): PackageResources.facts_text_mustache
        case (_, .title): PackageResources.chat_title_mustache
        case (_, .text): PackageResources.chat_text_mustache
        case (_, .html): nil
        }
    }
}

/// Writes one part of one message, in as much room as it has.
private struct PartWriter {
    private let template: MustacheTemplate
    private let form: PartForm
    private let notice: Notice
    private let title: MessageValues.Title

    init(
        _ template: MustacheTemplate, _ form: PartForm, _ notice: Notice, title: MessageValues.Title
    ) {
        (self.template, self.form, self.notice, self.title) = (template, form, notice, title)
    }

    /// The part: where it is too long, the long texts in it are cut, so that level, host and links stay.
    var text: String {
        let whole = text(room: nil)
        guard form.excess(of: whole) > 0 else { return whole }
        var (least, most, best) = (0, whole.utf8.count, String?.none)
        while least <= most {
            let room = (least + most) / 2
            let text = text(room: room)
            if form.excess(of: text) > 0 {
                most = room - 1
            } else {
                (best, least) = (text, room + 1)
            }
        }
        return best ?? shortened(text(room: 0))
    }

    private func text(room: Int?) -> String {
        let values = MessageValues(notice, title: title, room: room, isLine: form.isLine)
        let text = template.render(values)
        if form.isLine { return text.withoutControls }
        return String(text.reversed().drop(while: \.isNewline).reversed())
    }

    /// What is too long even so is the template's own, and cut at its end, before the link.
    private func shortened(_ text: String) -> String {
        let link = notice.url.flatMap {
            text.contains($0) ? "\(form.isLine ? " " : "\n")\($0)" : nil
        }
        var (end, cut) = (text.unicodeScalars.count, text)
        while end > 0, form.excess(of: cut + (link ?? "")) > 0 {
            end -= max(1, form.excess(of: cut + (link ?? "")) / 4)
            cut = text.cut(to: max(0, end))
        }
        return cut + (link ?? "")
    }
}
