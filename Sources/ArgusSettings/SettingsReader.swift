import ArgusVocabulary

/// Reads settings as they are declared, and gathers what is wrong with them.
public struct SettingsReader: Sendable {
    private let text: @Sendable (any AnySetting) -> String?
    private let called: @Sendable (any AnySetting) -> String
    /// What is wrong so far.
    package private(set) var mistakes: [SettingsProblem.Mistake]

    /// Reads the texts that settings are set to; `called` is what each is called where it is wrong.
    package init(
        mistakes: [SettingsProblem.Mistake] = [],
        called: @escaping @Sendable (any AnySetting) -> String = { $0.variable },
        text: @escaping @Sendable (any AnySetting) -> String?
    ) {
        (self.mistakes, self.called, self.text) = (mistakes, called, text)
    }

    /// What a setting is set to, or what holds where nothing is set, or something wrong.
    public mutating func read<Value>(_ setting: Setting<Value>) -> Value {
        guard let text = text(setting) else { return setting.whenUnset }
        if let value = setting.parse(text) { return value }
        let given = setting.isSecret ? "" : "is \"\(setting.shown(text).inOneLine)\", but "
        report(setting, "\(given)should be \(setting.expected)")
        return setting.whenUnset
    }

    /// Reports what is wrong with a setting, to be read after its name, without a full stop.
    public mutating func report(_ setting: any AnySetting, _ problem: String) {
        report(name(of: setting), problem)
    }

    /// Reports what is wrong with something that has a name.
    package mutating func report(_ name: String, _ problem: String) {
        mistakes.append(SettingsProblem.Mistake(name: name, problem: problem))
    }

    /// Reports what another reader found, each mistake once.
    package mutating func report(_ others: [SettingsProblem.Mistake]) {
        mistakes += others.filter { !mistakes.contains($0) }
    }

    /// What a setting is called where it is wrong.
    package func name(of setting: any AnySetting) -> String { called(setting) }

    /// Throws everything that is wrong.
    package func finish() throws(SettingsProblem) {
        if !mistakes.isEmpty { throw SettingsProblem(mistakes: mistakes) }
    }
}
