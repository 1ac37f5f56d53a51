import ArgusAlerts
import ArgusClient
import ArgusSettings
import ArgusVocabulary

@testable import ArgusGlue

extension FuzzedReader {
    /// What the API of a monitoring system answers.
    static let snapshots = MonitoringSystems.all.compactMap { kind -> FuzzedReader? in
        var settings = SettingsReader(called: { $0.name }, text: { _ in nil })
        guard let system = kind.init(&settings, zone: .utc) as? any SnapshotSystem else {
            return nil
        }
        return FuzzedReader(name: "snapshot-\(kind.name)") { bytes in
            let answers = (try? JSONValue(parsing: bytes))?.array ?? []
            for alert in system.snapshot(of: answers, receipt: receipt).alerts {
                _ = try? alert.deliverable(for: .v3, receipt: receipt)
            }
        }
    }

    /// What is said over connections, in pieces of a few bytes.
    static let streams = [
        FuzzedReader(name: "smtp") { converse($0, .smtp) },
        FuzzedReader(name: "lmtp") { converse($0, .lmtp) },
        FuzzedReader(name: "syslog-frames") { bytes in
            var (whole, pieces) = (SyslogFrames(), SyslogFrames())
            let frames = whole.frames(from: bytes)
            let cut = parts(of: bytes).flatMap { pieces.frames(from: $0) }
            if frames != cut || whole.end() != pieces.end() {
                fatalError("Frames depend on where reads end.")
            }
        },
    ]

    /// What people write, which is read when the glue starts.
    static let files = [
        FuzzedReader(name: "mapping") { bytes in
            let reader = MappingReader(String(decoding: bytes, as: UTF8.self))
            let decoder = MappingDecoder(mapping: reader.mapping, zone: .utc)
            _ = decoder.decode(["a": [["b": "1795165200"], nil]], receipt: receipt)
        },
        FuzzedReader(name: "rules") { bytes in
            _ = RuleReader(String(decoding: bytes, as: UTF8.self), of: SyslogDecoder.fields)
        },
        FuzzedReader(name: "table") { bytes in
            _ = try? CSVText.records(of: bytes, separator: 0x2c)
        },
        FuzzedReader(name: "pattern") { bytes in
            // The first line is a pattern, what follows the text that it is for.
            let text = String(decoding: bytes, as: UTF8.self)
            let halves = text.split(separator: "\n", maxSplits: 1)
            guard let first = halves.first, let pattern = try? CapturePattern(String(first)) else {
                return
            }
            _ = pattern.firstMatch(in: String(halves.last ?? ""))
        },
        FuzzedReader(name: "matcher") { bytes in
            _ = try? AlertmanagerMatcher(text: String(decoding: bytes, as: UTF8.self))
            _ = OpsgenieReceipt(String(decoding: bytes, as: UTF8.self))
        },
    ]

    private static func converse(_ bytes: [UInt8], _ dialect: MailConversation.Dialect) {
        var conversation = MailConversation(MailPolicy(maxSize: 2000), dialect)
        for part in parts(of: bytes) {
            conversation.read(part)
            while let step = conversation.next() {
                switch step {
                case .reply: continue
                case .take: _ = conversation.answer(.taken)
                case .end: return
                }
            }
        }
    }

    private static func parts(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: 7).map { bytes[$0..<min($0 + 7, bytes.count)] }
    }
}
