import ArgusCore
import ArgusSQL
import ArgusVocabulary

/// What was planned by a clock that has been put back since.
extension DeliveryStore {
    /// Whether something that waits was written down after a moment, or is held until after another.
    package func isAhead(writtenAfter moment: Timestamp, heldAfter end: Timestamp) throws -> Bool {
        try connection.first(
            """
            SELECT 1
            FROM delivery
            WHERE state = 'waiting' AND (updated > \(moment) OR lease_until > \(end))
            LIMIT 1
            """
        ) { $0.integer() } != nil
    }

    /// Has what was written down after a moment wait from now on as long as it did from then, and nobody
    /// hold anything after another; says how much waits differently.
    ///
    /// A digest is told at its time of day, whatever the clock was before.
    package func followClock(
        now: Timestamp, writtenAfter moment: Timestamp, heldAfter end: Timestamp
    ) throws -> Int {
        let shifted = try connection.execute(
            """
            UPDATE delivery
            SET updated = \(now),
                due = CASE
                    WHEN gathering = \(Gathering.digestKey) AND attempts = 0 THEN due
                    ELSE due - (updated - \(now))
                END
            WHERE state = 'waiting' AND updated > \(moment)
            """)
        let held = try connection.execute(
            """
            UPDATE delivery
            SET lease_until = \(end)
            WHERE state = 'waiting' AND lease_until > \(end)
            """)
        return max(shifted, held)
    }
}
