import FoundationEssentials
import Yams

/// A file with settings: YAML, names with values, and names below names.
struct SettingsFile {
    /// What is set about one source.
    struct Section {
        let name: SourceName
        let system: any MonitoringSystem.Type
        /// The values by the names of the settings.
        fileprivate(set) var values: [String: String] = [:]

        /// The only source, of which nothing is set but what is set for all.
        static func only(_ system: any MonitoringSystem.Type) -> Section {
            Section(name: .default, system: system)
        }
    }

    /// The values by the names of the settings.
    private(set) var values: [String: String] = [:]
    /// The sections below `sources`, in their order; nil if there is no such name.
    private(set) var sources: [Section]?
    /// Each line that is none of a settings file, and each name that is not known.
    private(set) var mistakes: [SettingsProblem.Mistake] = []

    private let path: String

    /// Reads a file.
    init(path: String) {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            let problem =
                FileManager.default.fileExists(atPath: path)
                ? "cannot be read by this user" : "is not there"
            mistakes.append(.init(name: "The settings file \(path)", problem: problem))
            return
        }
        // A byte order mark would be part of the first name.
        var text = String(decoding: data, as: UTF8.self).unicodeScalars
        if text.first == "\u{feff}" { text.removeFirst() }
        do {
            guard let root = try compose(yaml: String(text)) else { return }
            read(root)
        } catch {
            refuse(error)
        }
    }

    private mutating func refuse(_ mark: Mark?, _ problem: String) {
        mistakes.append(.init(name: "Line \(mark?.line ?? 1) of \(path)", problem: problem))
    }

    private mutating func refuse(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            refuse(mark, "is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let names = names.map(\.inOneLine).joined(separator: ", ")
            refuse(context.mark, "begins a section that gives \(names) a second value")
        default: refuse(nil, "is no YAML: \("\(error)".inOneLine)")
        }
    }

    private mutating func read(_ root: Node) {
        let known = Names(GlueSetting.all.map { ($0.path, $0.name) })
        values = read(root, below: [], known) { file, name, node in
            guard name == ["sources"] else { return false }
            file.readSources(node)
            return true
        }
    }

    private mutating func readSources(_ node: Node) {
        sources = []
        if node.null != nil { refuse(node.mark, "needs a source below `sources:`") }
        for (name, node, mark) in members(of: node, at: ["sources"]) {
            guard let source = SourceName(name) else {
                refuse(mark, "must have \(SourceName.expected) as the name of a source")
                continue
            }
            guard let system = system(of: node, source, at: mark) else { continue }
            let settings = GlueSetting.ofSource + system.settings
            let known = Names(settings.map { ([$0.nameInSource], $0.name) })
            let values = read(node, below: ["sources", name], known)
            sources?.append(Section(name: source, system: system, values: values))
        }
    }

    /// The kind of a source, which decides what can be set about it.
    private mutating func system(
        of node: Node, _ source: SourceName, at mark: Mark?
    ) -> (any MonitoringSystem.Type)? {
        guard let name = node.mapping?["system"]?.scalar?.string else {
            refuse(mark, "needs `system:` for the source \(source): \(MonitoringSystems.names)")
            return nil
        }
        let system = MonitoringSystems.named(name)
        if system == nil {
            let meant = Suggestion(for: name, among: MonitoringSystems.all.map { $0.name })
            refuse(
                node.mapping?["system"]?.mark,
                "has the system \(name.inOneLine), which is not known\(meant)")
        }
        return system
    }
}

// Names and their values.
extension SettingsFile {
    /// The names that may stand in a section, each with the setting that it is of.
    private struct Names {
        private let settings: [[String]: String]

        init(_ pairs: [([String], String)]) {
            settings = Dictionary(pairs) { first, _ in first }
        }

        func setting(at path: [String]) -> String? { settings[path] }

        func haveSection(_ path: [String]) -> Bool {
            settings.keys.contains { $0.count > path.count && $0.starts(with: path) }
        }

        /// What somebody may have meant, with the name as it stands in the file.
        func suggestion(for path: [String]) -> Suggestion {
            let names = settings.keys.map { $0.joined(separator: ".") }.sorted()
            return Suggestion(for: path.joined(separator: "."), among: names)
        }
    }

    /// The values of a section by the settings that they are of; `takes` is asked first whether a name
    /// is something else.
    private mutating func read(
        _ node: Node, below section: [String], _ known: Names,
        unless takes: (inout SettingsFile, [String], Node) -> Bool = { _, _, _ in false }
    ) -> [String: String] {
        var values: [String: String] = [:]
        read(node, section, [], known, takes, &values)
        return values
    }

    private mutating func read(
        _ node: Node, _ section: [String], _ path: [String], _ known: Names,
        _ takes: (inout SettingsFile, [String], Node) -> Bool, _ values: inout [String: String]
    ) {
        for (name, node, mark) in members(of: node, at: section + path) {
            let path = path + [name]
            let shown = (section + path).joined(separator: ".").inOneLine
            if takes(&self, path, node) { continue }
            if let setting = known.setting(at: path) {
                if node.null != nil {
                    refuse(mark, "needs a value after `\(shown):`")
                } else if let value = node.scalar?.string {
                    values[setting] = value
                } else {
                    refuse(mark, "needs one plain value after `\(shown):`")
                }
            } else if known.haveSection(path) {
                if node.null == nil { read(node, section, path, known, takes, &values) }
            } else {
                let meant = known.suggestion(for: path)
                refuse(mark, "has the setting \(shown), which is not known\(meant)")
            }
        }
    }

    /// The names in a section, with what stands after each.
    private mutating func members(
        of node: Node, at path: [String]
    ) -> [(name: String, node: Node, mark: Mark?)] {
        if node.null != nil { return [] }
        guard let mapping = node.mapping else {
            let example = path.first == "sources" ? "`nav:`" : "`url: https://argus.example.org`"
            refuse(node.mark, "is no setting; one looks like \(example)")
            return []
        }
        var members: [(String, Node, Mark?)] = []
        for (key, value) in mapping {
            if let name = key.scalar?.string {
                members.append((name, value, key.mark))
            } else {
                refuse(key.mark, "has something else than a name before its colon")
            }
        }
        return members
    }
}

extension SettingsFile.Section {
    /// Reads what is set about the source, and else what is set for all.
    ///
    /// A source with a token of its own, however it is given, has no other.
    func reader(else common: @escaping (String) -> String?) -> SettingsReader {
        let tokens = [GlueSetting.token, GlueSetting.tokenFile].map(\.description.name)
        let hasToken = tokens.contains { values[$0] != nil }
        func value(_ setting: String) -> String? {
            values[setting] ?? (hasToken && tokens.contains(setting) ? nil : common(setting))
        }
        return SettingsReader(value: value) { setting in
            let isCommon = values[setting.name] == nil && value(setting.name) != nil
            return isCommon || name == .default
                ? setting.name : "The source \(name): \(setting.nameInSource)"
        }
    }
}
