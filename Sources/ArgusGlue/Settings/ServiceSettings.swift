import ArgusSettings

/// What is set about a service of somebody's own: all that can be set about a glue, and what its
/// source declares, below `service` in a file and with `ARGUS_SERVICE_` in the environment.
struct ServiceSettings: Sendable {
    /// What its source is called.
    let name: SourceName
    let glue: GlueSettings
    /// Reads what its source has declared.
    let own: SettingsReader

    /// Reads the settings, or reports everything that is wrong at once.
    init(
        _ name: SourceName, own declared: [any AnySetting], environment: [String: String],
        file: String?
    ) throws(SettingsProblem) {
        let declared = declared.map { $0.ofService }
        let origin = try GlueOrigin(
            GlueSetting.all + declared, environment: environment, file: file, besides: [])
        var reader = origin.reader()
        self.name = name
        glue = GlueSettings(
            origin, &reader, [SourceSection(name: name, system: PipeSystem.self)])
        for setting in declared { setting.check(&reader) }
        origin.reportUnknown(&reader, beginning: ["ARGUS_GLUE_", "ARGUS_SERVICE_"])
        try reader.finish()
        own = reader
    }
}

extension AnySetting {
    /// A setting that the source of a service has declared, with the section that it stands in.
    var ofService: Self { below(GlueSetting.ownSection) }
}
