import ArgusSettings
import ArgusVocabulary

/// A settings file to begin with: what must be set for some systems, and as comments all that can be.
package struct NewConfiguration: Sendable {
    private let sources: [(name: String, system: any MonitoringSystem.Type)]

    /// Why there is no file for what was asked for, in one sentence.
    package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Takes the names of systems, each with the name of a source before it or not: `zabbix`,
    /// `oslo=zabbix`.
    package init(_ words: [String]) throws(Problem) {
        var sources: [(name: String, system: any MonitoringSystem.Type)] = []
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let last = parts.last, let system = MonitoringSystems.named(last) else {
                let names = MonitoringSystems.all.map { $0.name }
                let meant = Suggestion(for: parts.last ?? "", among: names)
                let known = "; known are \(names.joined(separator: ", "))"
                throw Problem(
                    description: "There is no system \(word.inOneLine)"
                        + (meant.name == nil ? known : "\(meant)"))
            }
            guard let name = SourceName(parts[0]) else {
                throw Problem(
                    description: "The name of a source must be \(SourceName.expected), not "
                        + parts[0].inOneLine)
            }
            guard !sources.contains(where: { $0.name == name.description }) else {
                throw Problem(
                    description:
                        "Two sources cannot both be called \(name); give one another name, "
                        + "as in other=\(system.name)")
            }
            sources.append((name.description, system))
        }
        self.sources = sources
    }

    /// The file.
    package var text: String {
        let parts = [
            """
            # Settings of argus-glue. What is a comment says what holds without it.
            # `argus-glue check --config FILE` tells what is wrong.

            """,
            lines(Self.top, [GlueSetting.url.name: "https://argus.example.org"], 0),
            "glue:", lines(Self.glue, [:], 2), "",
            "sources:",
        ]
        return (parts + sources.map(section)).joined(separator: "\n") + "\n"
    }

    private func section(_ name: String, _ system: any MonitoringSystem.Type) -> String {
        let folder = "/etc/argus-glue/\(name)"
        var values = system.starters
        values["system"] = system.name
        values[GlueSetting.tokenFile.name] = "\(folder).token"
        if system is any WebhookSystem.Type {
            values[WebhookSetting.secretFile.name] = "\(folder).secret"
        }
        let left: Set = [
            GlueSetting.token.name, WebhookSetting.secret.name, APISetting.token.name,
            APISetting.password.name,
        ]
        let settings = GlueSetting.ofSource(system).filter { setting in
            !left.contains(setting.name)
                && (setting.name != GlueSetting.input.name || system.isStream)
        }
        return "  \(name):\n" + lines(settings, values, 4)
    }

    /// What stands outside of sections.
    private static var top: [any AnySetting] {
        GlueSetting.all.filter { $0.path.count == 1 }
            .filter { ![GlueSetting.token.name, GlueSetting.tokenFile.name].contains($0.name) }
    }

    /// What stands below `glue`, but for what is of one system.
    private static var glue: [any AnySetting] {
        GlueSetting.all.filter { $0.path.count == 2 }
    }

    /// Each setting with what it is for: with its value, or as a comment with what holds without it.
    private func lines(
        _ settings: [any AnySetting], _ values: [String: String], _ depth: Int
    ) -> String {
        let indent = String(repeating: " ", count: depth)
        return settings.map { setting in
            let name = setting.lastName
            let unset = setting.usual ?? setting.usually.map { "(\($0))" }
            let line =
                values[setting.name].map { "\(name): \(Self.quoted($0))" }
                ?? "# \(name):\(unset.map { " \($0)" } ?? "")"
            // The file is set, and not what it holds.
            let help =
                switch setting.name {
                case GlueSetting.tokenFile.name: "holds \(GlueSetting.token.help)"
                case WebhookSetting.secretFile.name: "holds \(WebhookSetting.secret.help)"
                default: setting.help
                }
            return "\(indent)# \(help)\n\(indent)\(line)".replacing("`", with: "")
        }.joined(separator: "\n")
    }

    private static func quoted(_ value: String) -> String {
        value.contains(": ") || value.contains("#") ? "\"\(value)\"" : value
    }
}
