import ArgusSettings

/// Where the settings of a glue come from: the environment, which wins, and a file.
struct GlueOrigin: Sendable {
    let environment: [String: String]
    /// What can be set for all sources.
    let settings: [any AnySetting]
    var file: SettingsFile
    private let texts: [String: String]
    private let names: Set<String>

    /// Reads a file, if there is one; the sections that are named beside the settings are left to
    /// somebody else.
    init(
        _ settings: [any AnySetting], environment: [String: String], file path: String?,
        besides sections: Set<String>
    ) throws(SettingsProblem) {
        (self.settings, self.environment) = (settings, environment)
        names = Set(settings.map(\.name))
        var file = try SettingsFile(path: path)
        texts = file.texts(of: SettingNames(settings, besides: sections))
        self.file = file
    }

    /// What a setting is set to for all sources; what can only be set for one is no variable.
    ///
    /// An empty text is as good as none.
    func text(_ setting: any AnySetting) -> String? {
        guard names.contains(setting.name) else { return nil }
        let text = environment[setting.variable] ?? texts[setting.name]
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads what is set for all sources; what is wrong with the file is known to it.
    func reader() -> SettingsReader {
        SettingsReader(mistakes: file.mistakes) { text($0) }
    }

    /// Reports variables that are slips of the pen: whatever begins as only the glue's do, and what is
    /// nearly a setting; the rest of `ARGUS_` is the server's.
    func reportUnknown(_ reader: inout SettingsReader, beginning prefixes: [String]) {
        for variable in Variable.all(in: environment, besides: settings)
        where variable.suggestion.name != nil
            || prefixes.contains(where: { variable.name.hasPrefix($0) })
        {
            reader.report(variable.name, variable.problem)
        }
    }
}
