import ArgusAlerts
import ArgusClient
import ArgusSettings
import ArgusVocabulary

@testable import ArgusGlue

/// One thing that reads what others send, by the name of the folder where inputs for it are.
struct FuzzedReader: Sendable {
    let name: String
    let read: @Sendable ([UInt8]) -> Void

    /// All that there are.
    static let all: [FuzzedReader] =
        MonitoringSystems.all.filter { $0.name != JSONSystem.name }.map { FuzzedReader($0.name) }
        + MappingPreset.allCases.map {
            FuzzedReader("json", ["glue.json.preset": $0.rawValue], called: "json-\($0.rawValue)")
        }
        + snapshots + streams + files

    /// When all of it comes.
    static let receipt = Timestamp(unixSeconds: 1_795_165_320)

    init(name: String, _ read: @escaping @Sendable ([UInt8]) -> Void) {
        (self.name, self.read) = (name, read)
    }

    /// What a monitoring system sends, whole and in pieces.
    init(_ system: String, _ texts: [String: String] = [:], called name: String? = nil) {
        let kind = MonitoringSystems.named(system) ?? PipeSystem.self
        var settings = SettingsReader(called: { $0.name }, text: { texts[$0.name] })
        let system = kind.init(&settings, zone: .utc)
        let forms =
            switch system {
            case is any WebhookSystem: ["", "application/x-www-form-urlencoded"]
            case is SyslogSystem: ["", "syslog; sender=192.0.2.9"]
            default: [""]
            }
        self.init(name: name ?? kind.name) { bytes in
            for form in forms {
                let message = WebhookMessage(bytes, form: form)
                Self.check(system.readings(of: message, receipt: Self.receipt))
            }
            var stream = system.format
            let half = bytes.count / 2
            Self.check(stream.read(bytes[..<half], now: Self.receipt))
            Self.check(stream.read(bytes[half...], now: Self.receipt))
            Self.check(stream.end(now: Self.receipt))
        }
    }

    /// Sees to it that what is accepted can be delivered, and kept in the spool, as it is.
    private static func check(_ readings: [Reading]) {
        for case .alert(let alert) in readings {
            guard let given = try? alert.deliverable(for: .v3, receipt: receipt).alert else {
                continue
            }
            let again = try? given.deliverable(for: .v3, receipt: receipt)
            expect(again?.alterations.isEmpty == true, "altered twice", given)
            let kept = try? JSONValue(parsing: given.json.text)
            let read = kept.flatMap { try? Alert($0, in: .utc, now: receipt) }
            expect(read == given, "kept otherwise than it was", given)
        }
    }

    static func expect(_ holds: Bool, _ what: String, _ alert: Alert) {
        if !holds { fatalError("An alert is \(what): \(alert.json.text)") }
    }
}
