import ArgusSQL
import ArgusTesting
import Testing

@Suite struct `A database` {
    @Test(arguments: ["", "x", "æøå 🦀", "'\"; --", "\r\n", "e\u{301}"])
    func `gives back the text that was put in`(text: String) async throws {
        try await withBoxes { driver in
            let found = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id, name) VALUES (1, \(text))")
                return try connection.first("SELECT name FROM box WHERE name = \(text)") {
                    $0.text()
                }
            }

            #expect(found.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test(arguments: [[], [0], [0, 255, 7]] as [[UInt8]])
    func `gives back the bytes that were put in`(bytes: [UInt8]) async throws {
        try await withBoxes { driver in
            let found = try await driver.write { connection in
                try connection.execute("INSERT INTO box (id, bytes) VALUES (1, \(bytes))")
                return try connection.first("SELECT bytes FROM box WHERE bytes = \(bytes)") {
                    $0.bytes()
                }
            }

            #expect(found == bytes)
        }
    }

    @Test func `tells nothing from zero and from empty`() async throws {
        try await withBoxes { driver in
            let none: String? = nil
            let (name, number) = try await driver.write { connection in
                try connection.execute(
                    "INSERT INTO box (id, name, bytes) VALUES (1, \(none), NULL)")
                return try connection.first("SELECT name, owner, id FROM box") {
                    ($0.optionalText(), $0.optionalInteger(), $0.integer())
                }.map { ($0.0, $0.1) } ?? ("wrong", 0)
            }

            #expect(name == nil)
            #expect(number == nil)
        }
    }

    @Test func `finds by a list, and nothing by an empty one`() async throws {
        try await withBoxes { driver in
            let none: [Int] = []
            let (some, nothing) = try await driver.write { connection in
                for id in 1...3 { try connection.execute("INSERT INTO box (id) VALUES (\(id))") }
                return (
                    try connection.rows("SELECT id FROM box WHERE id IN \(list: [1, 3, 9])") {
                        $0.integer()
                    }, try connection.exists("SELECT id FROM box WHERE id IN \(list: none)")
                )
            }

            #expect(some == [1, 3])
            #expect(!nothing)
        }
    }

    @Test func `says how many rows a statement changed`() async throws {
        try await withBoxes { driver in
            let counts = try await driver.write { connection in
                [
                    try connection.execute("INSERT INTO box (id) VALUES (1), (2)"),
                    try connection.execute("UPDATE box SET size = 7"),
                    try connection.execute("SELECT id FROM box"),
                    try connection.execute("DELETE FROM box WHERE id = 7"),
                ]
            }

            #expect(counts == [2, 2, 0, 0])
        }
    }
}

@Suite struct `A transaction` {
    private struct Stop: Error {}

    @Test func `leaves nothing if it throws`() async throws {
        try await withBoxes { driver in
            await #expect(throws: Stop.self) {
                try await driver.write { connection in
                    try connection.execute("INSERT INTO box (id) VALUES (1)")
                    throw Stop()
                }
            }

            let isThere = try await driver.read { try $0.exists("SELECT id FROM box") }
            #expect(!isThere)
        }
    }

    @Test func `is seen by readers and by look-ups as soon as it returns`() async throws {
        try await withBoxes { driver in
            for id in 1...20 {
                _ = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (\(id))") }

                let query: SQL = "SELECT id FROM box WHERE id = \(id)"
                #expect(try await driver.glance { try $0.exists(query) })
                #expect(try await driver.read { try $0.exists(query) })
            }
        }
    }

    @Test func `is not seen by a reader that began before it`() async throws {
        try await withBoxes { driver in
            let (began, committed) = (Gate(), Gate())
            async let counts = driver.read { connection in
                let before = try connection.rows("SELECT id FROM box") { $0.integer() }
                began.open()
                committed.pass()
                return (before, try connection.rows("SELECT id FROM box") { $0.integer() })
            }

            await began.opened()
            _ = try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            committed.open()

            let (before, after) = try await counts
            #expect(before.isEmpty)
            #expect(after.isEmpty)
        }
    }

    @Test func `is finished even if its asker is cancelled`() async throws {
        try await withBoxes { driver in
            let asker = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }

            let count = try await asker.value
            #expect(count == 1)
        }
    }

    @Test func `cannot be had once the database is closed`() async throws {
        try await withBoxes { driver in
            try driver.close()

            await #expect(throws: SQLError.self) {
                try await driver.write { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }
            await #expect(throws: SQLError.self) {
                try await driver.read { try $0.exists("SELECT id FROM box") }
            }
            await #expect(throws: SQLError.self) {
                try await driver.glance { try $0.exists("SELECT id FROM box") }
            }
        }
    }

    @Test func `cannot be had by reading`() async throws {
        try await withBoxes { driver in
            await #expect(throws: SQLError.self) {
                try await driver.read { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }
            await #expect(throws: SQLError.self) {
                try await driver.glance { try $0.execute("INSERT INTO box (id) VALUES (1)") }
            }
        }
    }
}
