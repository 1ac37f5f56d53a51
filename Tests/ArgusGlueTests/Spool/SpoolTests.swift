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
        try await spool.settle([(.default, .skipped(1, .nothing))])
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
        #expect(try spool.waiting() == [.sample("1"), .sample("2")])
    }

    private func mode(_ path: String) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return String((attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0, radix: 8)
    }

    @Test func `is for its owner alone, with its folder and its lock`() throws {
        let place = folder.file("argus-glue")
        let path = "\(place)/spool.db"
        let spool = try Spool(path: path)
        try spool.accept([.sample("1")], of: .default)
        let lock = try DeliveryLock.take(forSpool: path)

        #expect(lock != nil && spool.tightened == [])
        #expect(try mode(place) == "700")
        for end in ["", "-wal", "-shm", "-lock"] {
            #expect(try mode(path + end) == "600", "\(end)")
        }
    }

    @Test func `that others could look into is so no more, and says it`() throws {
        let place = folder.file("argus-glue")
        let path = "\(place)/spool.db"
        _ = try Spool(path: path)
        #expect(chmod(place, 0o755) == 0 && chmod(path, 0o644) == 0)
        _ = FileManager.default.createFile(
            atPath: "\(path)-lock", contents: nil, attributes: [.posixPermissions: 0o664])
        let spool = try Spool(path: path)
        let lock = try DeliveryLock.take(forSpool: path)

        #expect(lock != nil)
        #expect(try mode(place) == "700" && mode(path) == "600" && mode("\(path)-lock") == "600")
        #expect(
            spool.tightened.prefix(2) == [
                "Others could look into \(place)/; now only its owner can.",
                "Others could look into \(path); now only its owner can.",
            ])
        #expect(try Spool(path: path).tightened == [])
    }

    @Test func `leaves a folder of another name as it is`() throws {
        #expect(chmod(folder.path, 0o755) == 0)
        let spool = try Spool(path: path)

        #expect(try mode(folder.path) == "755" && spool.tightened == [])
    }

    @Test func `takes a file of version 1, with all that was known`() throws {
        try makeFile(ofVersion: 1)
        let spool = try Spool(path: path)

        #expect(try spool.waiting().map(\.key) == ["7"])
        let (open, closed) = (
            try spool.memory(of: "1", in: .default), try spool.memory(of: "2", in: .default)
        )
        #expect(open.incident?.isOpen == true && open.incident?.heard == moment(0))
        #expect(closed.incident?.isOpen == false && closed.incident?.ended == nil)
    }

    @Test func `takes a file of version 2 as that of one source`() throws {
        try makeFile(ofVersion: 2)
        let spool = try Spool(path: path)
        let memory = try spool.memory(of: "2", in: .default)

        #expect(try spool.waiting().map(\.key) == ["7"])
        #expect(memory.incident?.ended == moment(60) && memory.closing == nil)
        #expect(try spool.memory(of: "3", in: .default).closing?.time == moment(0))
    }

    @Test func `keeps the counters and the troubles of a file of version 2`() throws {
        try makeFile(ofVersion: 2)
        let status = try Spool(path: path).status()

        #expect(status.accepted == 5 && status.delivered == 3 && status.skipped == 1)
        #expect(status.depth == 1 && status.dead == 1 && status.setAside == 1)
        #expect(
            status.trouble == "no server" && status.lastSuccess == moment(60)
                && status.bytes > 0)
    }

    @Test func `lets a program of version 2 that has it open go on accepting`() throws {
        try makeFile(ofVersion: 2)
        let old = try DatabaseQueue(path: path)
        let spool = try Spool(path: path)
        try old.inDatabase { db in
            try db.execute(
                sql: """
                    INSERT INTO entry (key, kind, payload, accepted)
                    VALUES ('8', 'close', '{"type": "close", "key": "8"}', 1795165200000000);
                    UPDATE spool SET accepted = accepted + 1;
                    """)
        }

        #expect(try spool.waiting().map(\.key) == ["7", "8"])
        #expect(try spool.status().accepted == 6)
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func `is the same whether it was brought up to date or is new`(version: Int) throws {
        try makeFile(ofVersion: version)
        let former = try Spool(path: path).tables()
        let new = try Spool(path: folder.file("new.db")).tables()

        #expect(former == new && new.count > 4)
    }

    private func makeFile(ofVersion version: Int) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let tables = try String(
            contentsOf: root.appendingPathComponent("version-\(version).sql"), encoding: .utf8)
        try DatabaseQueue(path: path).inDatabase { try $0.execute(sql: tables) }
    }

    @Test func `keeps what it knows of a server whose address is written otherwise`() throws {
        let spool = try Spool(path: path)

        #expect(try !spool.deliver(.default, to: "https://argus.example.org"))
        #expect(try !spool.deliver(.default, to: "HTTPS://Argus.example.org:443//"))
        #expect(try spool.deliver(.default, to: "https://argus.example.org:8443"))
        #expect(try spool.deliver(.default, to: "https://argus.example.org:8443/Argus"))
    }

    @Test func `keeps apart keys that differ in their bytes alone`() throws {
        let spool = try Spool(path: path)
        try spool.accept([.sample("\u{e5}"), .sample("a\u{30a}"), .sample("\u{e5}", at: 1)])

        #expect(try spool.claim("\u{e5}", of: .default, upTo: 9, limit: 9).count == 2)
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
        let alerts = (2..<9).map { Alert.sample("\($0)") }
        let result = try #require(
            try spool.accept([Arrival(alerts, of: .default, whenFull: .drop)]).first)

        #expect(result.accepted + result.dropped == 8 && result.dropped > 1)
        #expect(
            try spool.waiting().map(\.kind).contains(.stateless) == false)
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

@Suite struct `Several sources in a spool` {
    let folder: TemporaryFolder
    let spool: Spool
    let one = SourceName("one") ?? .default
    let other = SourceName("other") ?? .default

    init() throws {
        folder = try TemporaryFolder()
        spool = try Spool(path: folder.file("spool.db"), limits: SpoolLimits(bytes: 400))
    }

    @Test func `have queues of their own`() throws {
        try spool.accept([.sample("1")], of: one)
        try spool.accept([.sample("1", at: 1), .sample("2")], of: other)

        #expect(try spool.waiting(of: one).map(\.time) == [moment(0)])
        #expect(try spool.waiting(of: other).map(\.time) == [moment(1), moment(0)])
    }

    @Test func `have room of their own`() throws {
        #expect(throws: SpoolProblem.self) {
            for number in 0..<100 { try spool.accept([.sample("\(number)")], of: one) }
        }
        try spool.accept([.sample("1")], of: other)

        #expect(try spool.waiting(of: other).count == 1)
    }

    @Test func `know the incidents of their own keys`() async throws {
        let closing = EarlyClosing(.close("1", at: moment(5)))
        try await spool.settle([(one, .skipped(1, Memory(closing: closing)))])

        #expect(try spool.memory(of: "1", in: one).closing?.time == moment(5))
        #expect(try spool.memory(of: "1", in: other) == .nothing)
    }

    @Test func `are told apart by the status`() throws {
        try spool.accept([.sample("1")], of: other)
        try spool.note(trouble: "no token", of: one)
        let sources = try spool.status().sources

        #expect(sources.map(\.name) == [one, other] && sources.map(\.depth) == [0, 1])
        #expect(sources.map(\.trouble) == ["no token", nil])
    }

    @Test func `are delivered by one process each`() throws {
        let lock = try DeliveryLock.take(forSpool: spool.path, of: one)

        #expect(try DeliveryLock.take(forSpool: spool.path, of: one) == nil)
        #expect(try DeliveryLock.take(forSpool: spool.path, of: other) != nil)
        withExtendedLifetime(lock) {}
    }

    @Test func `keep theirs when dead letters are tried again`() async throws {
        try spool.accept([.sample("1")], of: other)
        try await spool.settle([(other, .dead(1, reason: "poison"))])

        #expect(try spool.retry() == 1)
        #expect(try spool.waiting(of: other).count == 1)
    }
}

extension Spool {
    /// The alerts of a source that wait.
    func waiting(of source: SourceName = .default) throws -> [Alert] {
        try claim(of: source, after: 0, limit: 99) { _ in true }.entries.map(\.alert)
    }

    /// The columns of each table, and the indices and triggers.
    fileprivate func tables() throws -> [String: Set<String>] {
        try queue.read { db in
            var tables: [String: Set<String>] = [:]
            let rows = try Row.fetchAll(
                db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema")
            for row in rows where row["type"] as String != "table" {
                tables["\(row["type"] as String) \(row["name"] as String)"] = [
                    row["sql"] as String? ?? ""
                ]
            }
            for row in rows where row["type"] as String == "table" {
                let name: String = row["name"]
                tables[name] = Set(
                    try Row.fetchAll(db, sql: "SELECT * FROM pragma_table_info('\(name)')").map {
                        "\($0["name"] as String) \($0["type"] as String) \($0["pk"] as Int)"
                    })
            }
            return tables
        }
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
