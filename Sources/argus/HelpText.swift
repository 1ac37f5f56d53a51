/// The end of a command's help: how it is called, for example, and which settings it reads.
enum HelpText {
    /// A setting as help texts name it, with what holds without it.
    enum Setting: String {
        case database = "ARGUS_DATABASE (sqlite:argus.db, in the working folder)"
        case listen = "ARGUS_LISTEN (127.0.0.1:8000)"
        case timeZone = "ARGUS_TIME_ZONE (UTC)"
        case others = "and the others that the configuration guide names"
    }

    /// Puts a discussion together.
    static func with(
        _ discussion: String = "", examples: String..., reading settings: [Setting] = [.database]
    ) -> String {
        var parts = discussion.isEmpty ? [] : [discussion]
        parts.append(
            (examples.count == 1 ? "Example:" : "Examples:")
                + examples.map { "\n  \($0)" }.joined())
        if !settings.isEmpty {
            parts.append(
                "Settings:" + settings.map { "\n  \($0.rawValue)" }.joined()
                    + "\n  from the environment, or from the file given with --config")
        }
        return parts.joined(separator: "\n\n")
    }
}
