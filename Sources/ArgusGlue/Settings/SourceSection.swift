import ArgusSettings
import ArgusVocabulary

/// What is set about one source and not for all.
struct SourceSection: Sendable {
    let name: SourceName
    let system: any MonitoringSystem.Type
    /// What its section of a file says, by the names of the settings; nil if it has none.
    var texts: [String: String]?

    /// Reads what is set about the source, and else what is set for all.
    ///
    /// A source with a token of its own, however it is given, has no other.
    func reader(
        else common: @escaping @Sendable (any AnySetting) -> String?
    ) -> SettingsReader {
        let tokens = [GlueSetting.token.name, GlueSetting.tokenFile.name]
        let (name, isInFile, texts) = (name, texts != nil, texts ?? [:])
        let hasToken = tokens.contains { texts[$0] != nil }
        @Sendable func text(_ setting: any AnySetting) -> String? {
            texts[setting.name]
                ?? (hasToken && tokens.contains(setting.name) ? nil : common(setting))
        }
        return SettingsReader(
            called: { setting in
                let isCommon = texts[setting.name] == nil && text(setting) != nil
                return isInFile && !isCommon
                    ? "The source \(name): \(setting.lastName)" : setting.variable
            }, text: { text($0).flatMap { $0.isEmpty ? nil : $0 } })
    }
}

extension SettingsFile {
    /// The name of the section that has one for each source.
    static let sourcesName = "sources"

    /// The sections of the sources, in their order; nil if the file names none.
    mutating func sources() -> [SourceSection]? {
        guard let sources = root[Self.sourcesName] else { return nil }
        guard case .section(let section) = sources.content else {
            refuse(sources.line, "needs a source below `\(Self.sourcesName):`")
            return []
        }
        var sections: [SourceSection] = []
        for member in section.members {
            if let section = source(member) { sections.append(section) }
        }
        return sections
    }

    private mutating func source(_ member: SettingsSection.Member) -> SourceSection? {
        guard let name = SourceName(member.name) else {
            refuse(member.line, "must have \(SourceName.expected) as the name of a source")
            return nil
        }
        guard case .section(let section) = member.content, let system = section["system"],
            case .text(let word) = system.content
        else {
            refuse(
                member.line, "needs `system:` for the source \(name): \(MonitoringSystems.names)")
            return nil
        }
        guard let kind = MonitoringSystems.named(word) else {
            let meant = Suggestion(for: word, among: MonitoringSystems.all.map { $0.name })
            refuse(system.line, "has the system \(word.inOneLine), which is not known\(meant)")
            return nil
        }
        let texts = texts(
            of: SettingNames(last: GlueSetting.ofSource(kind)), in: section)
        return SourceSection(name: name, system: kind, texts: texts)
    }
}
