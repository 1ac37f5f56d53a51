import ArgusSettings

extension SettingsReader {
    /// The rules of a file that a setting names; what is wrong with them is reported.
    mutating func rules(
        in file: String, _ setting: any AnySetting, of fields: RuleFields
    ) -> [Rule] {
        let reader = RuleReader(path: file, of: fields)
        for problem in reader.problems { report(setting, "names \(file), which \(problem)") }
        return reader.rules
    }
}
