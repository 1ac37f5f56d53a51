import ArgusClient
import Foundation
import GRDB
import Testing

@testable import ArgusGlue

@Suite struct `A spool` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.file("spool.db") }

    @Test func `flushes every commit to disk, after it has settled something too`() async throws {
        let spool = try Spool(path: path)
        try await spool.settle([.skipped(1, .nothing)])
        let (synchronous, journal) = try await spool.queue.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode")
            )
        }

        #expect(synchronous == 2 && journal == "wal")
    }

    @Test func `keeps what it accepted, and its name`() throws {
        let name = try accept([.sample("1"), .sample("2")])
        let spool = try Spool(path: path)

        #expect(try spool.depth() == 2 && spool.name == name && name.count == 24)
        #expect(
            try spool.claim(after: 0, limit: 9) { _ in true }.entries.map(\.alert) == [
                .sample("1"), .sample("2"),
            ])
    }

    @Test func `takes a file of version 1, with all that was known`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let tables = try String(
            contentsOf: root.appendingPathComponent("version-1.sql"), encoding: .utf8)
        try DatabaseQueue(path: path).inDatabase { try $0.execute(sql: tables) }
        let spool = try Spool(path: path)

        #expect(try spool.claim(after: 0, limit: 9) { _ in true }.entries.map(\.alert.key) == ["7"])
        let (open, closed) = (try spool.memory(of: "1"), try spool.memory(of: "2"))
        #expect(open.incident?.isOpen == true && open.incident?.heard == moment(0))
        #expect(closed.incident?.isOpen == false && closed.incident?.ended == nil)
    }

    @Test func `keeps what it knows of a server whose address is written otherwise`() throws {
        let spool = try Spool(path: path)

        #expect(try !spool.deliver(to: "https://argus.example.org"))
        #expect(try !spool.deliver(to: "HTTPS://Argus.example.org:443//"))
        #expect(try spool.deliver(to: "https://argus.example.org:8443"))
        #expect(try spool.deliver(to: "https://argus.example.org:8443/Argus"))
    }

    @Test func `keeps apart keys that differ in their bytes alone`() throws {
        let spool = try Spool(path: path)
        try spool.accept([.sample("\u{e5}"), .sample("a\u{30a}"), .sample("\u{e5}", at: 1)])

        #expect(try spool.claim("\u{e5}", upTo: 9, limit: 9).count == 2)
        #expect(Lanes.Name(key: "\u{e5}") != Lanes.Name(key: "a\u{30a}"))
    }

    private func accept(_ alerts: [Alert]) throws -> String {
        let spool = try Spool(path: path)
        try spool.accept(alerts)
        return spool.name
    }

    @Test func `makes its folder`() throws {
        try Spool(path: folder.file("a/b/spool.db")).accept([.sample()])

        #expect(FileManager.default.fileExists(atPath: folder.file("a/b/spool.db")))
    }

    @Test func `takes alerts from several connections at once`() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let spool = try Spool(path: path, busyTimeout: .seconds(120))
                    for part in 0..<10 { try spool.accept([.sample("\(number).\(part)")]) }
                }
            }
            try await group.waitForAll()
        }

        #expect(try Spool(path: path).depth() == 80)
    }

    @Test func `refuses more than it may keep`() throws {
        let spool = try Spool(path: path, limits: SpoolLimits(bytes: 400))
        let problem = #expect(throws: SpoolProblem.self) {
            for number in 0..<100 { try spool.accept([.sample("\(number)")]) }
        }

        #expect(problem?.kind == .full && problem?.description.contains(path) == true)
        #expect(try spool.status().bytes <= 400)
    }

    @Test func `refuses more while its oldest alert waits too long`() throws {
        try Spool(path: path, clock: { moment(0) }).accept([.sample()])
        let limits = SpoolLimits(age: .seconds(60))
        let later = try Spool(path: path, limits: limits, clock: { moment(61) })

        #expect(throws: SpoolProblem.self) { try later.accept([.sample()]) }
        try Spool(path: path, limits: limits, clock: { moment(59) }).accept([.sample()])
    }

    @Test func `drops the oldest stateless alerts first where it has to`() throws {
        let spool = try Spool(path: path, limits: SpoolLimits(bytes: 600))
        try spool.accept([.stateless(description: "old", at: moment(0)), .sample("1")])
        let result = try spool.acceptWhatFits((2..<9).map { .sample("\($0)") })

        #expect(result.accepted + result.dropped == 8 && result.dropped > 1)
        #expect(
            try spool.claim(after: 0, limit: 9) { _ in true }.entries.map(\.alert.kind).contains(
                .stateless)
                == false)
        #expect(try spool.status().dropped == result.dropped)
    }

    @Test func `counts its bytes`() throws {
        let spool = try Spool(path: path)
        try spool.accept([.sample("æ", description: "ø")])
        let kept = try #require(try spool.status().bytes as Int?)
        try spool.queue.inDatabase { try $0.execute(sql: "DELETE FROM entry") }

        #expect(kept == Alert.sample("æ", description: "ø").json.text.utf8.count)
        #expect(try spool.status().bytes == 0)
    }
}

@Suite struct `A file that is no usable spool is left as it is` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.file("spool.db") }

    private func refusal(_ timeout: Duration = .milliseconds(10)) -> SpoolProblem? {
        do {
            try Spool(path: path, busyTimeout: timeout).accept([.sample()])
            return nil
        } catch {
            return error
        }
    }

    @Test func `when it is no database`() throws {
        try "hello\n".write(toFile: path, atomically: true, encoding: .utf8)

        #expect(refusal()?.kind == .notASpool)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "hello\n")
    }

    @Test func `when it is a database of another program`() throws {
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { try $0.execute(sql: "CREATE TABLE t (a)") }

        #expect(refusal()?.kind == .notASpool)
        let tables = try other.inDatabase {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
        }
        #expect(tables == ["t"])
    }

    @Test func `when it is of a newer version`() throws {
        let spool = try Spool(path: path)
        try spool.queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }

        #expect(refusal()?.kind == .newerVersion)
        #expect(refusal()?.description.contains("version 99") == true)
    }

    @Test func `when another program has locked it`() throws {
        let spool = try Spool(path: path)
        try spool.queue.inDatabase { db in
            try db.execute(sql: "BEGIN EXCLUSIVE")
            #expect(refusal()?.kind == .locked)
            try db.execute(sql: "ROLLBACK")
        }
    }

    @Test func `when the disk is full`() throws {
        let spool = try Spool(path: path)
        let pages = try spool.queue.inDatabase {
            try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0
        }
        try spool.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
        let problem = #expect(throws: SpoolProblem.self) {
            try spool.accept((0..<100).map { .sample("\($0)") })
        }

        #expect(problem?.kind == .diskFull)
        #expect(try spool.depth() == 0)
    }

    @Test func `when it is damaged`() throws {
        try Spool(path: path).accept([.sample()])
        let bytes =
            try Data(contentsOf: URL(fileURLWithPath: path)).prefix(100) + Data(count: 20000)
        try bytes.write(to: URL(fileURLWithPath: path))
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }

        #expect(refusal().map { [.broken, .notASpool].contains($0.kind) } == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func `when it is a folder`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)

        #expect(refusal()?.kind == .notASpool)
    }
}
