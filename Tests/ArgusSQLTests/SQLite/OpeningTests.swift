import ArgusSQL
import ArgusTesting
import Foundation
import Testing

@Suite struct `Opening a SQLite database` {
    @Test func `makes a file that says whose it is`() async throws {
        try await TemporaryFolder.with { folder in
            let driver = try SQLiteDriver(path: folder.file("test.db"))
            _ = try await Migrator([]).run(on: driver)
            try driver.close()

            let header = try #require(folder.bytes(of: "test.db"))
            #expect(String(decoding: header[68..<72], as: UTF8.self) == "ARGU")
            #expect(try folder.names() == ["test.db"])
        }
    }

    @Test func `leaves nothing beside the file when it has been read, written and closed`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let driver = try SQLiteDriver(path: folder.file("test.db"))
            _ = try await driver.write { try $0.execute("CREATE TABLE box (id INTEGER)") }
            _ = try await driver.read { try $0.exists("SELECT id FROM box") }
            _ = try await driver.glance { try $0.exists("SELECT id FROM box") }
            try driver.close()

            #expect(try folder.names() == ["test.db"])
        }
    }

    @Test func `takes an empty file`() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write([], to: "test.db")

            let driver = try SQLiteDriver(path: path)

            #expect(try await Migrator([]).run(on: driver) == [])
            try driver.close()
        }
    }

    @Test func `waits for others who make, open and close it at the same time`() async throws {
        try await TemporaryFolder.with { folder in
            for file in 0..<50 {
                let path = folder.file("\(file).db")
                try await withThrowingTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask {
                            let driver = try SQLiteDriver(path: path)
                            _ = try await driver.read { try $0.exists("SELECT 1") }
                            try driver.close()
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test(arguments: ["delete", "wal"])
    func `refuses another program's database`(mode: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = try await foreignDatabase(in: folder, mode: mode)

            let message = "is a database of another program; name another file in ARGUS_DATABASE."
            expectRefusal("\(path) \(message)", of: "test.db", in: folder)
        }
    }

    @Test func `refuses a file that is no database`() async throws {
        try await TemporaryFolder.with { folder in
            let text = String(repeating: "Dear diary, ", count: 100)
            let path = try folder.write(Array(text.utf8), to: "test.db")

            let message =
                "is no SQLite database, or a damaged one; name another file in ARGUS_DATABASE "
                + "or restore a backup."
            expectRefusal("\(path) \(message)", of: "test.db", in: folder)
        }
    }

    @Test func `refuses a folder that does not exist`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("nowhere/test.db")

            let sentence =
                "The folder of \(path) does not exist; make it, or name another file in "
                + "ARGUS_DATABASE."
            expectRefusal(sentence, of: "nowhere/test.db", in: folder)
        }
    }

    @Test func `refuses a folder in place of a file`() async throws {
        try await TemporaryFolder.with { folder in
            let sentence = "\(folder.path) is a folder; name a file in ARGUS_DATABASE."

            #expect(throws: SQLError.unavailable(sentence)) { try SQLiteDriver(path: folder.path) }
        }
    }

    @Test(.enabled(if: geteuid() != 0, "The superuser may write every file."))
    func `refuses a file that it may not write`() async throws {
        try await TemporaryFolder.with { folder in
            let driver = try SQLiteDriver(path: folder.file("test.db"))
            _ = try await Migrator([]).run(on: driver)
            try driver.close()
            let path = folder.file("test.db")
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)

            let message = "cannot be opened for writing; check who owns the file and its folder."
            expectRefusal("\(path) \(message)", of: "test.db", in: folder)
        }
    }

    private func expectRefusal(
        _ sentence: String, of name: String, in folder: TemporaryFolder
    ) {
        let before = folder.bytes(of: name)

        #expect(throws: SQLError.unavailable(sentence)) {
            try SQLiteDriver(path: folder.file(name))
        }

        #expect(folder.bytes(of: name) == before)
    }

    /// A database of somebody else's, with a table in it.
    private func foreignDatabase(in folder: TemporaryFolder, mode: String) async throws -> String {
        let path = folder.file("test.db")
        let driver = try SQLiteDriver(path: path)
        _ = try await driver.write { connection in
            try connection.execute("CREATE TABLE diary (day TEXT) STRICT")
        }
        try driver.close()
        if mode == "delete" {
            // The header's read and write versions: 1 is a rollback journal, 2 is WAL.
            var bytes = try #require(folder.bytes(of: "test.db"))
            (bytes[18], bytes[19]) = (1, 1)
            _ = try folder.write(bytes, to: "test.db")
        }
        return path
    }
}
