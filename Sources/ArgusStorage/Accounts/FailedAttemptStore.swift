import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// The table `failed_attempt`: how often wrong names, passwords and tokens came from where.
package struct FailedAttemptStore {
    let connection: any SQLConnection

    /// Works on a connection within its transaction.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Finds the failures of some places, by the digests that name them.
    package func find(_ places: [[UInt8]]) throws -> [[UInt8]: Failures] {
        let rows = try connection.rows(
            """
            SELECT place, count, until
            FROM failed_attempt
            WHERE place IN \(list: places)
            """
        ) { row in
            (row.bytes(), Failures(count: Int(row.integer()), until: row.time()))
        }
        return Dictionary(rows) { $1 }
    }

    /// Counts one more failure of a place; counting begins anew once the last ones are forgotten.
    package func count(_ place: [UInt8], now: Timestamp, until: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO failed_attempt (place, count, until)
            VALUES (\(place), 1, \(until))
            ON CONFLICT (place) DO UPDATE
            SET count = CASE WHEN failed_attempt.until > \(now)
                    THEN failed_attempt.count + 1 ELSE 1 END,
                until = CASE WHEN failed_attempt.until > \(now)
                    THEN failed_attempt.until ELSE excluded.until END
            """)
    }

    /// Takes back one failure of a place.
    package func uncount(_ place: [UInt8]) throws {
        try connection.execute(
            "UPDATE failed_attempt SET count = count - 1 WHERE place = \(place) AND count > 0")
    }

    /// Forgets the failures of a place.
    package func delete(_ place: [UInt8]) throws {
        try connection.execute("DELETE FROM failed_attempt WHERE place = \(place)")
    }

    /// Forgets all failures that count no more.
    package func delete(until now: Timestamp) throws {
        try connection.execute("DELETE FROM failed_attempt WHERE until <= \(now)")
    }
}
