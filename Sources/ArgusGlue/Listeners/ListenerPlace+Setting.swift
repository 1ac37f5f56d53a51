import ArgusSettings

extension SettingKind where Value == Listener.Place {
    /// A port, or a socket in the file system.
    static var place: SettingKind {
        SettingKind(expected: "HOST:PORT, or the path of a socket that begins with /") { text in
            text.hasPrefix("/") ? .socket(text) : ListenAddress(text).map { .address($0) }
        } write: {
            $0.description
        }
    }
}
