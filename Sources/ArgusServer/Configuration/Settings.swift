import ArgusCore
import ArgusHTTP
import ArgusIntegrations
import ArgusSettings
import ArgusVocabulary
import Logging

/// What an administrator can set, checked and ready to use.
package struct Settings: Sendable {
    package var database: DatabaseAddress
    package var listen: ListenAddress
    package var site: SiteSettings
    package var log: LogSettings
    /// How many wrong passwords are taken.
    package var failures: FailureLimits
    /// After how long without use a session ends.
    package var idleSessions: Duration
    /// How long a question to the database may take.
    package var queryTimeout: Duration
    /// What may become of incidents.
    package var incidents: IncidentPolicy
    /// Who is told anything, and in which zone.
    package var notifications: NotificationPolicy
    /// How messages are written.
    package var templates: MessageTemplates
    /// When Argus tells of itself and its sources.
    package var watch: WatchPolicy
    /// By which server mail is sent.
    package var mail: MailSettings
    /// Addresses of the site's own net to which messages may go.
    package var webhookTargets: [IPNetwork]
    /// By which gateway messages go to telephones; nil for the one that takes mail.
    package var smsGateway: SMSGateway?
    /// Programs by which people may be told, paths by names.
    package var execChannels: [String: String]
    /// What is probably not meant as it stands, a sentence each; nothing that keeps from serving.
    package var warnings: [String] = []

    /// Reads the settings from the environment and from a file, if there is one; the environment
    /// wins, and all mistakes are reported at once.
    package init(
        environment: [String: String], file path: String? = nil
    ) throws(SettingsProblem) {
        var file = try SettingsFile(path: path)
        let texts = file.texts(of: SettingNames(ArgusSetting.all))
        var reader = SettingsReader(mistakes: file.mistakes) {
            environment[$0.variable] ?? texts[$0.name]
        }
        database = reader.read(ArgusSetting.database)
        listen = reader.read(ArgusSetting.listen)
        site = SiteSettings(&reader)
        log = LogSettings(&reader)
        // Longer than it takes to look at any usual hash of the existing server.
        failures = FailureLimits(
            perAccount: reader.read(ArgusSetting.loginFailures), refusalTime: .milliseconds(800))
        idleSessions = reader.read(ArgusSetting.sessionIdle)
        queryTimeout = reader.read(ArgusSetting.queryTimeout)
        incidents = IncidentPolicy(&reader)
        notifications = NotificationPolicy(&reader, site)
        templates = Self.templates(&reader)
        watch = WatchPolicy(
            tokenWarning: reader.read(ArgusSetting.tokenExpiryWarning), zone: site.zone)
        mail = MailSettings(&reader)
        webhookTargets = reader.read(ArgusSetting.webhookAllow) ?? []
        execChannels = reader.read(ArgusSetting.execChannels) ?? [:]
        let body = reader.read(ArgusSetting.smsBody)
        let header = reader.read(ArgusSetting.smsHeader)
        smsGateway = reader.read(ArgusSetting.smsURL).map {
            SMSGateway(url: $0, body: body, header: header)
        }
        checkVariables(environment, &reader)
        try reader.finish()
    }

    /// The templates of messages, each taken apart once; what is wrong with them keeps from serving.
    private static func templates(_ reader: inout SettingsReader) -> MessageTemplates {
        guard let folder = reader.read(ArgusSetting.templates) else { return .builtIn }
        do throws(TemplateMistakes) {
            return try MessageTemplates(folder: folder)
        } catch {
            for mistake in error.all {
                reader.report(ArgusSetting.templates, "has a mistake in \(mistake)")
            }
            return .builtIn
        }
    }

    /// The zone in which times are written, and read when they name none.
    package var zone: Zone { site.zone }

    /// Refuses variables that are surely meant to be settings of the server and are misspelt, and
    /// warns of others that no program of ours knows.
    private mutating func checkVariables(
        _ environment: [String: String], _ reader: inout SettingsReader
    ) {
        for variable in Variable.all(in: environment, besides: ArgusSetting.all)
        where !variable.isOfAnotherProgram {
            if variable.suggestion.name != nil {
                reader.report(variable.name, variable.problem)
            } else {
                warnings.append(
                    "\(variable.name) is no setting of this program, and has no effect.")
            }
        }
    }
}

/// From which level on lines of the log are written, and how they look.
package struct LogSettings: Hashable, Sendable {
    package var level: Logger.Level
    package var format: Format

    /// How lines of the log look.
    package enum Format: String, CaseIterable, Sendable {
        case text, json
    }

    fileprivate init(_ settings: inout SettingsReader) {
        level = settings.read(ArgusSetting.logLevel)
        format = settings.read(ArgusSetting.logFormat)
    }
}

extension SiteSettings {
    fileprivate init(_ settings: inout SettingsReader) {
        self.init(
            zone: settings.read(ArgusSetting.zone), maxBody: settings.read(ArgusSetting.maxBody),
            maxMetadata: settings.read(ArgusSetting.maxMetadata),
            publicURL: settings.read(ArgusSetting.publicURL),
            trustedProxies: settings.read(ArgusSetting.trustedProxies),
            appearance: SiteAppearance(&settings))
    }
}

extension SiteAppearance {
    fileprivate init(_ settings: inout SettingsReader) {
        self.init(
            name: settings.read(ArgusSetting.siteName),
            color: settings.read(ArgusSetting.siteColor),
            banner: settings.read(ArgusSetting.siteBanner),
            links: settings.read(ArgusSetting.siteLinks) ?? [],
            showsStyleguide: settings.read(ArgusSetting.styleguide))
    }
}

extension IncidentPolicy {
    fileprivate init(_ settings: inout SettingsReader) {
        self.init(
            allowsDeletion: !settings.read(ArgusSetting.indelibleIncidents),
            maxCloseShare: settings.read(ArgusSetting.snapshotMaxCloseShare))
    }
}

extension NotificationPolicy {
    fileprivate init(_ settings: inout SettingsReader, _ site: SiteSettings) {
        self.init(
            isOn: settings.read(ArgusSetting.notifications),
            fallback: settings.read(ArgusSetting.fallbackFilter) ?? FilterBlob(),
            oldest: settings.read(ArgusSetting.notificationMaxAge), zone: site.zone,
            publicURL: site.publicURL, history: settings.read(ArgusSetting.notificationHistory),
            linkAge: settings.read(ArgusSetting.messageLinkAge).whenPositive)
    }
}

extension Duration {
    /// nil for 0.
    fileprivate var whenPositive: Duration? { self > .zero ? self : nil }
}

extension MailSettings {
    fileprivate init(_ settings: inout SettingsReader) {
        self.init(
            server: settings.read(ArgusSetting.smtpURL),
            from: settings.read(ArgusSetting.mailFrom),
            subjectPrefix: settings.read(ArgusSetting.mailSubjectPrefix),
            authorities: settings.read(ArgusSetting.smtpCAFile),
            smsGateway: settings.read(ArgusSetting.smsGateway),
            smsPrefix: settings.read(ArgusSetting.smsPrefix) ?? "")
    }
}

extension Variable {
    /// Whether it stands in the same environment with good reason: as one of `argus-glue`, of glue
    /// services, of scripts and tests, or of the existing server and versions to come.
    fileprivate var isOfAnotherProgram: Bool {
        let names: Set = [
            "ARGUS_URL", "ARGUS_TOKEN", "ARGUS_TOKEN_FILE", "ARGUS_API_VERSION", "ARGUS_CA_FILE",
            "ARGUS_BIN",
        ]
        let beginnings = [
            "ARGUS_GLUE_", "ARGUS_SERVICE_", "ARGUS_ALERT_", "ARGUS_TEST_", "ARGUS_FUZZ_",
            "ARGUS_FRONTEND_", "ARGUS_COOKIE_", "ARGUS_SPA_",
        ]
        return names.contains(name) || beginnings.contains { name.hasPrefix($0) }
    }
}
