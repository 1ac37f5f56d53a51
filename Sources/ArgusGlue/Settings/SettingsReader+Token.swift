import ArgusClient
import ArgusSettings
import FoundationEssentials

extension SettingsReader {
    /// The token, or what the file holds that is named instead.
    mutating func token() -> Token? {
        text(of: GlueSetting.token, or: GlueSetting.tokenFile).map { Token($0) }
    }

    /// What is set, or what the file holds that is named instead, without blanks around it.
    mutating func text(of setting: Setting<String?>, or fileSetting: Setting<String?>) -> String? {
        let given = read(setting)
        guard let file = read(fileSetting) else { return given }
        if given != nil {
            report(fileSetting, "and \(name(of: setting)) exclude each other")
            return given
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            report(fileSetting, "names a file that cannot be read: \(file)")
            return nil
        }
        let text = String(String(decoding: data, as: UTF8.self).trimmingBlanks())
        if text.isEmpty {
            report(fileSetting, "names a file that holds no \(setting.lastName): \(file)")
        }
        return text
    }

    /// Reports that a source has no token, or no secret if it posts, unless it is known by now why.
    mutating func expect(_ source: SourceSettings) {
        if source.token == nil {
            expect(
                GlueSetting.token, or: GlueSetting.tokenFile,
                "the token of the source system's account")
        }
        if source.system is Icinga2System, source.api == nil {
            report(APISetting.url, "is missing: the root of Icinga's API")
        }
        if source.system is any WebhookSystem, source.authentication == nil {
            expect(
                WebhookSetting.secret, or: WebhookSetting.secretFile,
                "what the monitoring system shows when it posts")
        }
    }

    /// Reports that something is missing, unless it is known by now why.
    private mutating func expect(
        _ setting: Setting<String?>, or fileSetting: Setting<String?>, _ what: String
    ) {
        let file = name(of: fileSetting)
        guard !mistakes.contains(where: { $0.name == file }) else { return }
        report(setting, "is missing: \(what)")
    }
}
