import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Foundation
import Testing

/// Inputs of monitoring systems, a file for each fact about them, and beside each what it becomes, in
/// a file that ends in `.map`.
struct Corpus {
    /// The folder, which is called as the system is.
    let system: String

    /// One input.
    struct Sample: CustomTestStringConvertible, Sendable {
        let system: String
        let name: String
        let bytes: [UInt8]
        let expected: String

        var testDescription: String { "\(system)/\(name)" }

        /// What the input is said to be; nothing in most.
        var form: String {
            if name.hasSuffix(".sent") { return "syslog; sender=192.0.2.9" }
            return name.hasSuffix(".form") ? "application/x-www-form-urlencoded" : ""
        }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Corpus")

    /// All inputs of all systems.
    static let samples: [Sample] = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return folders.sorted().flatMap { Corpus(system: $0).samples }
    }()

    /// The inputs of this system.
    var samples: [Sample] {
        let place = Self.folder.appendingPathComponent(system)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { !$0.hasSuffix(".map") }.sorted().map { name in
            func bytes(_ name: String) -> [UInt8] {
                let data = try? Data(contentsOf: place.appendingPathComponent(name))
                return [UInt8](data ?? Data())
            }
            return Sample(
                system: system, name: name, bytes: bytes(name),
                expected: String(decoding: bytes(name + ".map"), as: UTF8.self))
        }
    }

    /// The time at which all of them came.
    static let receipt = moment(120)

    /// A source of a system, with nothing set but what is given.
    static func source(
        _ system: String, _ settings: [String: String] = [:]
    ) throws -> SourceSettings {
        let folder = try TemporaryFolder()
        let file = folder.file("glue.yaml")
        let lines = settings.map { "    \($0.key): '\($0.value)'\n" }.sorted().joined()
        try "sources:\n  s:\n    system: \(system)\n\(lines)".write(
            toFile: file, atomically: true, encoding: .utf8)
        return try GlueSettings(needsServer: false, environment: [:], file: file)
            .source(named: "s")
    }

    /// What bytes become, as `argus-glue map` prints it.
    static func map(_ bytes: [UInt8], form: String = "", of source: SourceSettings) -> String {
        source.system.readings(of: WebhookMessage(bytes, form: form), receipt: receipt)
            .map { $0.line(for: .v2, receipt: receipt) + "\n" }.joined()
    }
}

@Suite struct `What a monitoring system sends` {
    @Test(arguments: Corpus.samples)
    func `becomes what stands beside it`(sample: Corpus.Sample) throws {
        let map = Corpus.map(sample.bytes, form: sample.form, of: try sample.source)
        if ProcessInfo.processInfo.environment["ARGUS_WRITE_CORPUS"] != nil {
            let file = Corpus.folder.appendingPathComponent("\(sample.system)/\(sample.name).map")
            try map.write(to: file, atomically: true, encoding: .utf8)
        }

        #expect(map == sample.expected)
    }

    /// Every way in which something may arrive broken, for one sample after the other.
    @Test(arguments: Corpus.samples)
    func `does no harm when it is broken`(sample: Corpus.Sample) throws {
        let source = try sample.source
        for bytes in Hostile.variants(of: sample.bytes) {
            let message = WebhookMessage(bytes, form: sample.form)
            let readings = source.system.readings(of: message, receipt: Corpus.receipt)
            for case .alert(let alert) in readings {
                // What is accepted can be delivered: nothing else may come of an alert.
                guard let admitted = try? alert.deliverable(for: .v3, receipt: Corpus.receipt)
                else { continue }
                #expect(admitted.alert.json.text.utf8.count < 1_000_000)
            }
            #expect(readings.count <= 4 * (sample.bytes.count / 20 + 1))
        }
    }
}

extension Corpus.Sample {
    /// A source that reads it: the name of a folder is that of a system, or `json-` and of a preset.
    var source: SourceSettings {
        get throws {
            if system.hasPrefix("json-") {
                return try Corpus.source("json", ["preset": String(system.dropFirst(5))])
            }
            return try Corpus.source(system)
        }
    }
}
