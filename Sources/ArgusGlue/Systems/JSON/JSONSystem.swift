import ArgusClient
import ArgusSettings
import ArgusVocabulary
import FoundationEssentials

/// Whatever posts JSON, or a form, and is described by a mapping.
package struct JSONSystem: WebhookSystem {
    package static let name = "json"

    static let mappingFile = Setting(
        "glue.json.mapping", .text, usually: "none",
        "a file that says what becomes of the JSON that is posted")
    static let preset = Setting(
        "glue.json.preset", .text, usually: "none",
        "a mapping that is built in, such as `uptime-kuma`")

    package static let settings: [any AnySetting] = [mappingFile, preset]

    package static let starters = [preset.name: MappingPreset.uptimeKuma.rawValue]

    package let decoder: any AlertDecoder<JSONValue>

    package init(_ settings: inout SettingsReader, zone: Zone) {
        let (file, preset) = (settings.read(Self.mappingFile), settings.read(Self.preset))
        var text = ""
        if let file {
            if preset != nil {
                let other = settings.name(of: Self.mappingFile)
                settings.report(Self.preset, "and \(other) exclude each other")
            }
            let data = FileManager.default.contents(atPath: file)
            if data == nil {
                settings.report(Self.mappingFile, "names a file that cannot be read: \(file)")
            }
            text = String(decoding: data ?? Data(), as: UTF8.self)
        } else if let preset {
            let known = MappingPreset(rawValue: preset.lowercased())
            if known == nil {
                let meant = Suggestion(for: preset, among: MappingPreset.allCases.map(\.rawValue))
                let known = meant.name == nil ? "; \(MappingPreset.known)" : "\(meant)"
                settings.report(Self.preset, "is \(preset.inOneLine), which is not known\(known)")
            }
            text = known?.text ?? ""
        } else {
            settings.report(Self.mappingFile, "is missing, or `preset`: a source of JSON needs one")
        }
        let reader = MappingReader(text)
        if !text.isEmpty, let file {
            for problem in reader.problems {
                settings.report(Self.mappingFile, "names \(file), which \(problem)")
            }
        }
        decoder = MappingDecoder(mapping: reader.mapping, zone: zone)
    }
}

/// A mapping that is built in.
enum MappingPreset: String, CaseIterable {
    case azureMonitor = "azure-monitor"
    case checkmk
    case cloudWatch = "cloudwatch"
    case graylog
    case libreNMS = "librenms"
    case netdata
    case prtg
    case sentry
    case statusCake = "statuscake"
    case uptimeKuma = "uptime-kuma"

    /// What there is, after a semicolon.
    static var known: String { "known are \(allCases.map(\.rawValue).joined(separator: ", "))" }

    /// The file.
    var text: String {
        let bytes =
            switch self {
            case .azureMonitor: PackageResources.azure_monitor_yaml
            case .checkmk: PackageResources.checkmk_yaml
            case .cloudWatch: PackageResources.cloudwatch_yaml
            case .graylog: PackageResources.graylog_yaml
            case .libreNMS: PackageResources.librenms_yaml
            case .netdata: PackageResources.netdata_yaml
            case .prtg: PackageResources.prtg_yaml
            case .sentry: PackageResources.sentry_yaml
            case .statusCake: PackageResources.statuscake_yaml
            case .uptimeKuma: PackageResources.uptime_kuma_yaml
            }
        return String(decoding: bytes, as: UTF8.self)
    }
}
