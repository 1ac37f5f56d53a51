import ArgusSQL
import Foundation
import Testing

@Suite struct `A foreign database is left alone` {
    @Test func `when it is no database`() async throws {
        try await Installation.with { argus in
            _ = try argus.folder.write(Array("Dear diary, \(UUID())".utf8), to: "argus.db")

            try await expectRefusal(argus, "is no SQLite database, or a damaged one")
        }
    }

    @Test func `when it is another program's`() async throws {
        try await Installation.with { argus in
            try await change(argus.database, ["CREATE TABLE diary (day TEXT)"])

            try await expectRefusal(argus, "is a database of another program")
        }
    }

    @Test func `when it was made by a newer version`() async throws {
        try await Installation.with { argus in
            try await argus.argus("migrate")
            try await change(
                argus.database, ["INSERT INTO migration (number, name) VALUES (99, 'Later')"])

            try await expectRefusal(argus, "was made by a newer Argus (schema 99")
        }
    }

    @Test func `when its folder is not there`() async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_DATABASE"] = "sqlite:\(argus.folder.path)/no/argus.db"
            let finished = try await argus.argus("serve")

            #expect(finished.status == 1)
            #expect(finished.errors.contains("The folder of "))
            #expect(try argus.folder.names() == [])
        }
    }

    @Test func `when another program has locked it`() async throws {
        try await Installation.with { argus in
            try await argus.argus("migrate")
            let file = open(argus.database, O_RDWR)
            defer { close(file) }
            var lock = flock()
            (lock.l_type, lock.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
            #expect(fcntl(file, F_SETLK, &lock) == 0)
            let finished = try await argus.argus("source", "list")

            #expect(finished.status == 1)
            #expect(finished.output == "")
            #expect(
                finished.errors
                    == "argus: \(argus.database) is locked by another program; stop that program or wait for it.\n"
            )
        }
    }

    private func change(_ path: String, _ statements: [SQL]) async throws {
        let driver = try SQLiteDriver(path: path)
        try await driver.write { connection in
            for statement in statements { try connection.execute(statement) }
        }
        try driver.close()
    }

    private func expectRefusal(_ argus: Installation, _ words: String) async throws {
        let before = argus.folder.bytes(of: "argus.db")
        for command in ["check", "serve", "migrate"] {
            let finished = try await argus.argus(command)

            #expect(finished.status == 1)
            #expect(finished.output == "")
            #expect(finished.errors.contains(words), "\(finished.errors)")
            #expect(
                finished.errors.hasPrefix("argus: ") && finished.errors.count { $0 == "\n" } == 1)
            #expect(argus.folder.bytes(of: "argus.db") == before)
        }
    }
}
