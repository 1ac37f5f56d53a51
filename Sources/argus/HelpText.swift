import ArgusServer
import ArgusSettings

/// The end of a command's help: how it is called, for example, and which settings it reads.
enum HelpText {
    /// What commands read that use the database.
    static let database: [any AnySetting] = [ArgusSetting.database]

    /// What commands read that use the database and write times.
    static let databaseAndZone = database + [ArgusSetting.zone]

    /// Puts a discussion together.
    static func with(
        _ discussion: String = "", examples: String...,
        reading settings: [any AnySetting] = database
    ) -> String {
        var parts = discussion.isEmpty ? [] : [discussion]
        parts.append(
            (examples.count == 1 ? "Example:" : "Examples:")
                + examples.map { "\n  \($0)" }.joined())
        if !settings.isEmpty {
            parts.append(
                """
                Settings:
                \(settings.helpText)
                from the environment, or from the file given with --config; in parentheses what \
                holds where nothing is set
                """)
        }
        return parts.joined(separator: "\n\n")
    }
}
