import ArgusClient

extension SettingKind where Value == Zone {
    static var zone: SettingKind {
        SettingKind(expected: "the name of a time zone, such as Europe/Oslo") { Zone(named: $0) }
    }
}
