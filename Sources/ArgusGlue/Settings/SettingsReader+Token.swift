import ArgusClient
import ArgusSettings
import FoundationEssentials

extension SettingsReader {
    /// The token, or what the file holds that is named instead.
    mutating func token() -> Token? {
        let given = read(GlueSetting.token).map { Token($0) }
        guard let file = read(GlueSetting.tokenFile) else { return given }
        if given != nil {
            let other = name(of: GlueSetting.token)
            report(GlueSetting.tokenFile, "and \(other) exclude each other")
            return given
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            report(GlueSetting.tokenFile, "names a file that cannot be read: \(file)")
            return nil
        }
        let token = String(decoding: data, as: UTF8.self)
        if token.trimmingBlanks().isEmpty {
            report(GlueSetting.tokenFile, "names a file that holds no token: \(file)")
        }
        return Token(token)
    }

    /// Reports that there is no token, unless it is known by now why.
    mutating func expect(_ token: Token?) {
        let file = name(of: GlueSetting.tokenFile)
        guard token == nil, !mistakes.contains(where: { $0.name == file }) else { return }
        report(GlueSetting.token, "is missing: the token of the source system's account")
    }
}
