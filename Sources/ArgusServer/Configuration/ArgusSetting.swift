import ArgusCore
import ArgusHTTP
import ArgusIntegrations
import ArgusSettings
import ArgusVocabulary
import Logging

/// Everything that can be set about the server, declared once: it is read, explained and checked by
/// this.
package enum ArgusSetting {
    /// Where the database is.
    package static let database = Setting(
        "database", .database, usual: .sqlite(path: "argus.db"),
        "where everything is kept: `sqlite:PATH` or `postgresql://USER@HOST/NAME`")
    static let listen = Setting(
        "listen", .listen, usual: ListenAddress(host: "127.0.0.1", port: 8000),
        "host and port to serve on, `[::1]:8000` for IPv6; port 0 takes a free one")
    /// The zone of times.
    package static let zone = Setting(
        "time_zone", .zone, usual: SiteSettings().zone,
        "the zone in which times are written, and read where they name none")
    static let publicURL = Setting(
        "public_url", .url, "how others reach the server when a proxy stands in front")
    static let indelibleIncidents = Setting(
        "indelible_incidents", .bool, usual: !IncidentPolicy().allowsDeletion,
        "whether incidents can never be deleted over the API: `on` or `off`")
    static let snapshotMaxCloseShare = Setting(
        "snapshot_max_close_share", .count(0...100), usual: IncidentPolicy().maxCloseShare,
        "how many percent of its open incidents a snapshot may close unconfirmed")
    static let maxBody = Setting(
        "max_body", .count(1024...1_073_741_824), usual: SiteSettings().maxBody,
        "the largest body of a request, in bytes")
    static let maxMetadata = Setting(
        "max_metadata", .count(1024...1_073_741_824), usual: SiteSettings.usualMetadata,
        "the largest metadata of an incident, in bytes of JSON")
    static let queryTimeout = Setting(
        "query_timeout", .positiveDuration, usual: .seconds(30),
        "how long a question to the database may take before it is given up")
    static let trustedProxies = Setting(
        "trusted_proxies", .addresses, usual: SiteSettings().trustedProxies,
        "the proxies that are believed when they say for whom they ask")
    static let loginFailures = Setting(
        "login_failures", .count(0...1_000_000), usual: FailureLimits().perAccount,
        "how many wrong passwords of an account are taken in five minutes")
    static let sessionIdle = Setting(
        "session_idle", .positiveDuration, usual: .seconds(7 * 86_400),
        "after how long without use somebody has to log in again; 14d at most")
    static let tokenExpiryWarning = Setting(
        "token_expiry_warning", .positiveDuration, usual: WatchPolicy().tokenWarning,
        "how long before a source's last token expires an incident tells of it")
    static let notifications = Setting(
        "notifications", .bool, usual: NotificationPolicy().isOn,
        "whether anybody is told anything: `on` or `off`")
    static let fallbackFilter = Setting<FilterBlob?>(
        "fallback_filter", .filterBlob,
        "what holds for each field that a profile's filter leaves out, as JSON")
    static let notificationMaxAge = Setting<Duration?>(
        "notification_max_age", .positiveDuration, usually: "whatever its age",
        "what happened longer ago than this is told to nobody")
    static let notificationHistory = Setting(
        "notification_history", .positiveDuration, usual: NotificationPolicy().history,
        "for how long it is kept what was decided and sent")
    static let messageLinkAge = Setting(
        "message_link_age", .duration, usual: .seconds(86_400),
        "how long a link in a message can be used to acknowledge; `0` for none")
    static let templates = Setting<String?>(
        "templates", .text, usually: "the built-in ones",
        "a folder with templates of messages: `CHANNEL/EVENT.mustache`")
    static let smtpURL = Setting<String?>(
        "smtp_url", .mailServer, isSecret: true,
        "the mail server: `smtp://USER:PASSWORD@HOST:587`")
    static let smtpCAFile = Setting<String?>(
        "smtp_ca_file", .text, usually: "those of the system",
        "certificates of authorities that the mail server's is checked with")
    static let mailFrom = Setting(
        "mail_from", .mailAddress, usual: MailSettings().from, "whom mail comes from")
    static let mailSubjectPrefix = Setting(
        "mail_subject_prefix", .text, usual: MailSettings().subjectPrefix,
        "what the subject of every mail begins with")
    static let smsGateway = Setting<String?>(
        "sms_gateway", .mailAddress,
        "the address of a gateway that sends mail on to telephones")
    static let smsURL = Setting<String?>(
        "sms_url", .endpoint, isSecret: true,
        "a gateway for SMS over HTTP, in place of mail")
    static let smsBody = Setting(
        "sms_body", .smsBody, usual: SMSBody.usual, isSecret: true,
        "what it gets, as JSON or as a form")
    static let smsHeader = Setting<SMSHeader?>(
        "sms_header", .header, isSecret: true,
        "the header by which it lets us in")
    static let smsPrefix = Setting<String?>(
        "sms_prefix", .text, "what every message to a telephone begins with")
    static let webhookAllow = Setting<[IPNetwork]?>(
        "webhook_allow", .networks,
        "addresses of one's own net to which messages may go all the same")
    static let execChannels = Setting<[String: String]?>(
        "exec_channels", .programs,
        "programs by which people may be told: `NAME=/PATH, …`")
    static let siteName = Setting(
        "site_name", .someText, usual: SiteAppearance().name,
        "what this installation is called on its pages, such as `Argus test`")
    static let siteColor = Setting<SiteAppearance.Color?>(
        "site_color", .choice,
        "the colour of its pages: `blue`, `green`, `amber`, `red`, `purple`, `grey`"
    )
    static let siteBanner = Setting<String?>(
        "site_banner", .text, "what everybody is to know, above every page")
    static let siteLinks = Setting<[SiteAppearance.Link]?>(
        "site_links", .links,
        "where else the menu leads: `Wiki=https://wiki.example.org, …`")
    static let styleguide = Setting(
        "styleguide", .bool, usual: SiteAppearance().showsStyleguide,
        "whether `/styleguide/` shows what the pages are made of: `on` or `off`")
    static let logLevel = Setting(
        "log_level", .choice, usual: Logger.Level.info,
        "`trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`")
    static let logFormat = Setting(
        "log_format", .choice, usual: LogSettings.Format.text,
        "`text` for people, `json` for programs")

    /// All that can be set.
    package static let all: [any AnySetting] = [
        database, listen, zone, publicURL, indelibleIncidents, snapshotMaxCloseShare, maxBody,
        maxMetadata, queryTimeout, trustedProxies, loginFailures, sessionIdle,
        tokenExpiryWarning, notifications, fallbackFilter, notificationMaxAge,
        notificationHistory, messageLinkAge, templates, smtpURL, smtpCAFile, mailFrom,
        mailSubjectPrefix,
        smsGateway, smsURL, smsBody, smsHeader, smsPrefix, webhookAllow, execChannels, siteName,
        siteColor, siteBanner, siteLinks, styleguide, logLevel, logFormat,
    ]
}
