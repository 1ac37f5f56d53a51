import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Foundation
import Testing

/// What the API of a monitoring system answers, a file with an array of its answers for each fact
/// about it, and beside each what becomes of it, in a file that ends in `.map`.
@Suite struct `What a monitoring system's API answers` {
    struct Sample: CustomTestStringConvertible, Sendable {
        let system: String
        let name: String

        var testDescription: String { "\(system)/\(name)" }

        fileprivate var file: URL {
            `What a monitoring system's API answers`.folder.appendingPathComponent(
                "\(system)/\(name)")
        }

        var bytes: [UInt8] { [UInt8]((try? Data(contentsOf: file)) ?? Data()) }
        var map: URL { file.appendingPathExtension("map") }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Snapshots")

    static let samples: [Sample] = ["alertmanager", "icinga2", "nav", "zabbix"].flatMap { system in
        let place = folder.appendingPathComponent(system).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map {
            Sample(system: system, name: $0)
        }
    }

    private static func snapshot(_ bytes: [UInt8], of system: String) throws -> Snapshot {
        let settings =
            system == "nav"
            ? ["ignore_maintenance": "on"]
            : system == "alertmanager" ? ["receiver": "argus"] : [:]
        let source = try Corpus.source(system, settings)
        let asked = try #require(source.system as? any SnapshotSystem)
        let answers = (try? JSONValue(parsing: bytes))?.array ?? []
        return asked.snapshot(of: answers, receipt: Corpus.receipt)
    }

    private static func map(_ snapshot: Snapshot) -> String {
        let alerts = snapshot.alerts.map {
            Reading.alert($0).line(for: .v2, receipt: Corpus.receipt)
        }
        return
            (alerts + snapshot.leftOut.sorted().map { "# left out: \($0)" }
            + snapshot.doubts.map { "# doubt: \($0)" }).map { "\($0)\n" }.joined()
    }

    @Test(arguments: samples)
    func `becomes what stands beside it`(sample: Sample) throws {
        let map = Self.map(try Self.snapshot(sample.bytes, of: sample.system))
        if ProcessInfo.processInfo.environment["ARGUS_WRITE_CORPUS"] != nil {
            try map.write(to: sample.map, atomically: true, encoding: .utf8)
        }

        let expected = try String(contentsOf: sample.map, encoding: .utf8)
        #expect(map == expected)
    }

    @Test(arguments: samples)
    func `does no harm when it is broken`(sample: Sample) throws {
        for bytes in Hostile.variants(of: sample.bytes) {
            let snapshot = try Self.snapshot(bytes, of: sample.system)
            #expect(snapshot.alerts.count <= 4 * (bytes.count / 20 + 1))
        }
    }
}
