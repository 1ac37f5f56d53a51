import ArgusClient
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `What could not be read` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func spool(_ limits: SpoolLimits = SpoolLimits()) throws -> Spool {
        try Spool(path: folder.file("spool.db"), limits: limits)
    }

    private func keep(_ texts: [String], in spool: Spool) throws {
        let messages = texts.map { UnreadableMessage(Array($0.utf8), form: "", reason: "odd") }
        _ = try spool.accept(
            [Arrival([], unreadable: messages, of: .default, whenFull: .refuse)])
    }

    @Test func `has a number that no alert has`() throws {
        let spool = try spool()
        try keep(["a"], in: spool)
        try spool.accept([.sample("1")])
        try keep(["b"], in: spool)

        #expect(try spool.unreadableMessages().map(\.sequence) == [1, 3])
        #expect(try spool.status().dead == 2 && spool.status().depth == 1)
    }

    @Test func `makes way for the newer, and is counted`() throws {
        let spool = try spool(SpoolLimits(bytes: 100))
        try keep(["12345", "1234567", "89"], in: spool)

        #expect(try spool.unreadableMessages().map(\.bytes.count) == [7, 2])
        #expect(try spool.status().dropped == 1 && spool.status().bytes == 9)
    }

    @Test func `goes when it is dropped, or turns out to be alerts`() throws {
        let spool = try spool()
        try keep(["a", "b"], in: spool)
        let first = try #require(try spool.unreadableMessages(1).first)
        try spool.replace(unreadable: first, by: [.sample("1")])
        let dropped = try spool.drop(deadLetters: [2])

        #expect(try dropped == 1 && spool.status().dead == 0 && spool.waiting().count == 1)
    }

    @Test func `is read once more, and told as something of the past`() throws {
        let spool = try spool()
        try keep([#"{"alerts": [{"labels": {"a": "b"}}]}"#, "rubbish"], in: spool)
        let file = folder.file("glue.yaml")
        try "sources:\n  default:\n    system: alertmanager\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let settings = try GlueSettings(needsServer: false, environment: [:], file: file)
        let (read, refusals) = try spool.reread(nil, settings)

        #expect(read == 1 && refusals.count == 1)
        #expect(try spool.waiting().map(\.isLive) == [false] && spool.status().dead == 1)
    }
}
