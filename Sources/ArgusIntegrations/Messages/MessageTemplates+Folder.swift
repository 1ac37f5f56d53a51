import ArgusCore
import ArgusVocabulary
import FoundationEssentials
import Mustache

extension MessageTemplates {
    /// No template needs more bytes.
    private static let longest = 65_536

    /// Reads the site's templates from a folder, `CHANNEL/EVENT.mustache` below it, or tells everything that
    /// is wrong with them; other files there are left alone.
    package init(folder: String) throws(TemplateMistakes) {
        var reader = FolderReader(folder: folder)
        let site = reader.templates()
        guard reader.mistakes.isEmpty else { throw TemplateMistakes(all: reader.mistakes) }
        self.init(site: site)
    }

    /// Writes the built-in templates into a folder, to begin with; tells the files that it wrote.
    ///
    /// Those that are there already stay as they are.
    package static func write(to folder: String) throws -> [String] {
        let manager = FileManager.default
        return try builtInTexts.sorted { $0.key.path < $1.key.path }.compactMap { key, text in
            let file = "\(folder)/\(key.path)"
            guard !manager.fileExists(atPath: file) else { return nil }
            try manager.createDirectory(
                atPath: "\(folder)/\(key.medium.rawValue)", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
            return key.path
        }
    }

    /// Reads a folder, and remembers what is wrong in it.
    private struct FolderReader {
        let folder: String
        var mistakes: [TemplateMistake] = []

        mutating func templates() -> [Key: MustacheTemplate] {
            guard let found = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
                report(folder, nil, "There is no such folder, or it cannot be read.")
                return [:]
            }
            var templates: [Key: MustacheTemplate] = [:]
            for file in found.sorted() where file.hasSuffix(".mustache") {
                guard let key = key(of: file), let form = key.medium.parts[key.part],
                    let text = text(of: file)
                else { continue }
                templates[key] = template(text, key, form, file)
            }
            return templates
        }

        private mutating func key(of file: String) -> Key? {
            let parts = file.split(separator: "/").map(String.init)
            guard parts.count == 2 else {
                report(file, nil, "Templates are called CHANNEL/EVENT.mustache.")
                return nil
            }
            let media = Medium.allCases.filter { !$0.parts.isEmpty }
            guard let medium = media.first(where: { $0.rawValue == parts[0] }) else {
                let names = media.map(\.rawValue)
                report(
                    file, nil,
                    "There is no channel \(parts[0].inOneLine) with templates"
                        + hint(parts[0], among: names))
                return nil
            }
            var words = parts[1].split(separator: ".", omittingEmptySubsequences: false).dropLast()
                .map(String.init)
            let part = words.count > 1 ? MessagePart(rawValue: words.removeLast()) : .text
            guard words.count == 1, let part, medium.parts[part] != nil else {
                let parts = medium.parts.keys.map(\.rawValue).filter { $0 != "text" }.sorted()
                let names = ["EVENT.mustache"] + parts.map { "EVENT.\($0).mustache" }
                report(
                    file, nil,
                    "Templates of this channel are called \(names.joined(separator: ", ")).")
                return nil
            }
            let kind = NotificationKind(rawValue: words[0])
            guard kind != nil || words[0] == "default" else {
                let names = ["default"] + NotificationKind.allCases.map(\.rawValue)
                report(
                    file, nil,
                    "There is no kind of event \(words[0].inOneLine)"
                        + hint(words[0], among: names))
                return nil
            }
            return Key(medium: medium, part: part, kind: kind)
        }

        private func hint(_ word: String, among names: [String]) -> String {
            let nearest = Suggestion(for: word, among: names).name
            return nearest.map { "; did you mean \($0)?" }
                ?? ": known are \(names.joined(separator: ", "))."
        }

        private mutating func text(of file: String) -> String? {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
                report(file, nil, "The file cannot be read.")
                return nil
            }
            guard data.count <= longest else {
                report(file, nil, "The file has more than \(longest) bytes.")
                return nil
            }
            guard let text = String(validating: data, as: UTF8.self), !text.contains("\0") else {
                report(file, nil, "The file is no text in UTF-8.")
                return nil
            }
            return text
        }

        private mutating func template(
            _ text: String, _ key: Key, _ form: PartForm, _ file: String
        ) -> MustacheTemplate? {
            let problems = TemplateTags(text).problems
            for (line, problem) in problems { report(file, line, problem) }
            guard problems.isEmpty else { return nil }
            do {
                let template = try MessageTemplates.compile(text, form)
                tryOut(template, key, form, file)
                return template
            } catch let error as MustacheTemplate.ParserError {
                // The first line is ours.
                report(file, max(1, error.context.lineNumber - 1), "\(error.error).")
            } catch {
                report(file, nil, "\(error).")
            }
            return nil
        }

        /// A template that gives nothing for an incident of which everything is known is of no use.
        private mutating func tryOut(
            _ template: MustacheTemplate, _ key: Key, _ form: PartForm, _ file: String
        ) {
            let kinds = key.kind.map { [$0] } ?? NotificationKind.allCases
            for kind in kinds {
                let values = MessageValues(
                    .sample(of: kind, by: key.medium),
                    title: .init(text: "A title", isEscaped: false), room: nil,
                    isLine: form.isLine)
                guard template.render(values).allSatisfy(\.isWhitespace) else { continue }
                return report(
                    file, nil, "It gives nothing for an event of the kind \(kind.rawValue).")
            }
        }

        private mutating func report(_ file: String, _ line: Int?, _ problem: String) {
            mistakes.append(TemplateMistake(file: file, line: line, problem: problem))
        }
    }
}
