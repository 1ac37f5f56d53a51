import ArgusVocabulary
import FoundationEssentials
import Yams

/// A file with settings: YAML, names with values, and names below names.
package struct SettingsFile: Sendable {
    /// What stands in it.
    package private(set) var root = SettingsSection(path: [], members: [])
    /// Each name that is not known, and each line that gives no value to one.
    package private(set) var mistakes: [SettingsProblem.Mistake] = []

    private let path: String

    /// Reads a file, or says why it cannot be read; without a path it is one in which nothing is set.
    ///
    /// Nothing else is known to be wrong then: what is missing may stand in that file.
    package init(path: String?) throws(SettingsProblem) {
        self.path = path ?? ""
        guard let path else { return }
        let text = try Self.text(at: path)
        do {
            if let node = try compose(yaml: text) { read(node) }
        } catch {
            refuse(error)
            throw SettingsProblem(mistakes: mistakes)
        }
    }

    /// The texts that these settings are set to in a section, by their names, and a mistake for each
    /// name that is none of them.
    package mutating func texts(
        of names: SettingNames, in section: SettingsSection? = nil
    ) -> [String: String] {
        var texts: [String: String] = [:]
        let section = section ?? root
        read(section, names, below: section.path.count, &texts)
        return texts
    }

    /// Reports what is wrong in a line, to be read after its number, without a full stop.
    package mutating func refuse(_ line: Int?, _ problem: String) {
        mistakes.append(.init(name: "Line \(line ?? 1) of \(path)", problem: problem))
    }

    private mutating func read(
        _ section: SettingsSection, _ names: SettingNames, below depth: Int,
        _ texts: inout [String: String]
    ) {
        for member in section.members {
            let path = section.path + [member.name]
            let inner = Array(path[depth...])
            let shown = path.joined(separator: ".").inOneLine
            switch (names.meaning(of: inner), member.content) {
            case (.other, _), (.section, .nothing): continue
            case (.setting(let name), .text(let text)): texts[name] = text
            case (.setting, .nothing): refuse(member.line, "needs a value after `\(shown):`")
            case (.setting, _): refuse(member.line, "needs one plain value after `\(shown):`")
            case (.section, .section(let below)): read(below, names, below: depth, &texts)
            case (.section, _): refuse(member.line, "needs names with values below `\(shown):`")
            case (.unknown, _):
                let name = "Line \(member.line) of \(self.path): \(shown)"
                mistakes.append(
                    .init(name: name, problem: "is no setting\(names.hint(for: inner))"))
            }
        }
    }
}

// What is YAML.
extension SettingsFile {
    private static func text(at path: String) throws(SettingsProblem) -> String {
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere, !isFolder else {
            throw unreadable("There is no file \(path); --config should name one with settings.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw unreadable("The file \(path) cannot be read; check who may read it.")
        }
        // A byte order mark would be part of the first name.
        var text = String(decoding: data, as: UTF8.self).unicodeScalars
        if text.first == "\u{feff}" { text.removeFirst() }
        return String(text)
    }

    private static func unreadable(_ sentence: String) -> SettingsProblem {
        SettingsProblem(mistakes: [.init(name: "--config", sentence: sentence.onOneLine)])
    }

    private mutating func read(_ node: Node) {
        switch content(node, at: []) {
        case .section(let section): root = section
        case .nothing: break
        case .text, .other:
            refuse(node.mark?.line, "is no setting; one looks like `time_zone: Europe/Oslo`")
        }
    }

    private mutating func content(_ node: Node, at path: [String]) -> SettingsSection.Content {
        if node.null != nil { return .nothing }
        if let mapping = node.mapping { return .section(section(mapping, at: path)) }
        return node.scalar.map { .text($0.string) } ?? .other
    }

    private mutating func section(_ mapping: Node.Mapping, at path: [String]) -> SettingsSection {
        var members: [SettingsSection.Member] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                refuse(key.mark?.line, "has something else than a name before its colon")
                continue
            }
            members.append(
                SettingsSection.Member(
                    name: name, line: key.mark?.line ?? 1,
                    content: content(value, at: path + [name])))
        }
        return SettingsSection(path: path, members: members)
    }

    /// Reports what is no YAML, without the line itself, which may hold a secret.
    private mutating func refuse(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            refuse(mark.line, "is no YAML: \(problem)")
        case .reader(let problem, let offset, _, let text):
            let before = text.prefix(offset ?? 0).count(where: \.isNewline)
            refuse(before + 1, "is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let names = names.map(\.inOneLine).joined(separator: ", ")
            refuse(context.mark.line, "begins a section that gives \(names) a second value")
        default: refuse(nil, "begins what cannot be read as YAML")
        }
    }
}
