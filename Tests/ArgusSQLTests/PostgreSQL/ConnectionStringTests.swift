import ArgusSQL
import Testing

@Suite struct `A connection string` {
    @Test(arguments: [
        ("postgresql://u:secret@db/argus", "postgresql://u@db/argus"),
        ("postgres://u@db1:5433,db2/argus", "postgres://u@db1:5433,db2/argus"),
        ("postgresql://db/argus?user=a@b", "postgresql://db/argus?user=a@b"),
        ("postgresql://u:s%40cret@db/argus", "postgresql://u@db/argus"),
        ("postgresql://u:se:cr:et@db/argus", "postgresql://u@db/argus"),
        ("postgresql://u:secret?x@db/argus", "postgresql://***"),
        (
            "postgresql:///argus?password=secret&host=/tmp",
            "postgresql:///argus?password=***&host=/tmp"
        ),
        (
            "postgresql:///argus?sslpassword=secret&%70assword=secret",
            "postgresql:///argus?sslpassword=***&%70assword=***"
        ),
        ("host=db password=secret user=u", "host=db user=u password=***"),
        ("host=db password='se cr\\'et'", "host=db password=***"),
        ("host=db password=se cret", "***"),
        ("postgresql://u:se@cret@db/argus", "postgresql://***"),
        ("postgresql://u:secret@db/argus?password=a&secret", "postgresql://***"),
        ("xpostgresql://u:secret@db/argus", "xpostgresql://***"),
        ("mysql://db/argus", "mysql://db/argus"),
    ])
    func `is shown without its secrets`(text: String, shown: String) {
        let parts = { (text: String) in text.split(separator: " ").sorted() }
        #expect(parts(ConnectionString(text).shown) == parts(shown))
    }

    static let misread = [
        "postgresql://u:top@secret@db.invalid/argus", "postgresql://u:top/secret@db.invalid/argus",
        "postgresql://u:top@secret/top@db.invalid/argus", "postgresql://u:top@secret:top@db/argus",
        "postgresql://u:top@secret?top@db.invalid/argus", "postgresql://u:top/se?cret=secret@db/a",
        "postgresql://u:top%zzsecret@db/argus", "postgresql://u:%00secret@db/argus",
        "postgresql://u@db/argus?password=top&secret",
        "postgresql://u@db/argus?password=top=secret",
        "postgresql://u:top,secret:x@y@db/argus", "postgresql://top:secret/argus",
        "host=db password=top secret", "host=db password='top secret",
        "host=db password=top' secret='",
    ]

    @Test(arguments: misread)
    func `that can be misread is refused, and nothing of its password is told`(
        text: String
    ) async throws {
        let driver = PostgreSQLDriver(connectionString: text)
        let error = await #expect(throws: SQLError.self) {
            try await driver.glance { try $0.exists("SELECT 1") }
        }
        try driver.close()

        let told = "\(try #require(error))"
        #expect(told.hasPrefix("PostgreSQL cannot be reached: its "), "\(told)")
        #expect(!told.contains("secret") && !told.contains("top"), "\(told)")
        #expect(!ConnectionString(text).shown.contains("secret"))
    }

    @Test func `that is right is given to libpq, whose message names the host`() async throws {
        let driver = PostgreSQLDriver(
            connectionString: "postgresql://u:s%40cret@127.0.0.1:1/argus")
        let error = await #expect(throws: SQLError.self) {
            try await driver.glance { try $0.exists("SELECT 1") }
        }
        try driver.close()

        let told = "\(try #require(error))"
        #expect(told.contains("127.0.0.1") && !told.contains("cret"), "\(told)")
    }
}
