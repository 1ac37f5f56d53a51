/// One thing that can be set: what it is called, what its values look like, what holds where nothing
/// is set, and what it is for.
///
/// `Setting("glue.retry_min", .duration, usual: .seconds(1), "…")` is `retry_min` below `glue` in a
/// file, and `ARGUS_GLUE_RETRY_MIN` in the environment.
public struct Setting<Value: Sendable>: AnySetting {
    public private(set) var name: String
    public let usual: String?
    public let usually: String?
    public let isSecret: Bool
    public let help: String
    /// What its values look like, to be read after "should be".
    let expected: String
    /// What holds where nothing is set.
    let whenUnset: Value
    let parse: @Sendable (String) -> Value?
    /// A text that was meant to be a value, as it may be shown.
    let shown: @Sendable (String) -> String

    /// Declares a setting of which something always holds.
    public init(
        _ name: String, _ kind: SettingKind<Value>, usual: Value, isSecret: Bool = false,
        _ help: String
    ) {
        (self.name, self.isSecret, self.help) = (name, isSecret, help)
        (self.usual, usually) = (kind.write(usual), nil)
        (expected, whenUnset, parse, shown) = (kind.expected, usual, kind.read, kind.shown)
    }

    /// Declares a setting that need not be set; an empty text is as good as none.
    ///
    /// `usually` says in words what happens then.
    public init<Wrapped>(
        _ name: String, _ kind: SettingKind<Wrapped>, usually: String? = nil,
        isSecret: Bool = false, _ help: String
    ) where Value == Wrapped? {
        (self.name, self.isSecret, self.help) = (name, isSecret, help)
        (usual, self.usually) = (nil, usually)
        (expected, whenUnset, shown) = (kind.expected, nil, kind.shown)
        parse = { $0.isEmpty ? .some(nil) : kind.read($0).map { .some($0) } }
    }

    public func below(_ section: String) -> Setting {
        var setting = self
        setting.name = "\(section).\(name)"
        return setting
    }

    public func check(_ settings: inout SettingsReader) {
        _ = settings.read(self)
    }
}
