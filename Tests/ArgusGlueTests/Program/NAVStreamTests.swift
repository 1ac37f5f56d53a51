import ArgusClient
import ArgusClientTesting
import ArgusGlue
import ArgusVocabulary
import Foundation
import Testing

@Suite struct `A night of alerts from NAV` {
    private static func example(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appendingPathComponent("Examples/\(name)"), encoding: .utf8)
    }

    @Test(arguments: [true, false])
    func `ends right although server and glue fail in the middle`(knowsKeys: Bool) async throws {
        let stream = try Self.example("nav-stream.json")
        let expected = try #require(
            try JSONValue(parsing: Self.example("nav-stream.expected.json")).object)
        let middle = stream.utf8.index(stream.startIndex, offsetBy: stream.utf8.count / 2)
        let cut = stream[middle...].firstRange(of: "\n{\"id\"")?.lowerBound ?? middle
        let (first, second) = (String(stream[..<cut]), String(stream[cut...]))
        let oslo: [String: String?] = ["ARGUS_TIME_ZONE": "Europe/Oslo"]

        let server = FakeArgus(knowsKeys: knowsKeys, offersVersion3: false)
        try await server.serve { url in
            let program = try Program(url: url)
            try await Self.accept(program, first, oslo)
            try await Self.deliver(program, server, second, oslo)

            #expect(server.incidents.count == expected.members.count)
            for member in expected.members {
                #expect(
                    server[member.name].map(Self.state) == member.value.string, "\(member.name)")
            }
        }
    }

    /// Another process has the right to deliver, so this one accepts and ends.
    private static func accept(
        _ program: Program, _ first: String, _ environment: [String: String?]
    ) async throws {
        let lock = try DeliveryLock.take(forSpool: program.spool)
        let result = try await program.run(["nav"], environment: environment, input: first)

        #expect(lock != nil && result.status == 0, "\(result.errors)")
    }

    private static func deliver(
        _ program: Program, _ server: FakeArgus, _ second: String, _ environment: [String: String?]
    ) async throws {
        let killed = try program.start(["run"])
        try await killed.until { await server.until { $0.requests.count >= 50 } }
        killed.kill()
        _ = await killed.result()

        server.fail(40, .status(503))
        let last = try await program.run(["nav"], environment: environment, input: second)

        #expect(last.status == 0)
        #expect(last.errors.contains("Refused: "))
    }

    private static func state(of incident: Incident) -> String {
        switch incident.endTime {
        case .stateless: "stateless"
        case .open: "open"
        case .ended: "closed"
        }
    }
}
