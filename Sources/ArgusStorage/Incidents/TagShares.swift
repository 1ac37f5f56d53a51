import ArgusCore
import ArgusSQL

/// How common tags are among the incidents of a PostgreSQL database, as its statistics say: those
/// that `ANALYZE` made of the column `incident.tag_list` (PostgreSQL 15 manual, 54.27).
struct TagShares: Sendable {
    /// How many incidents there are, and how many open ones, about.
    let incidents: Double
    let open: Double
    private let common: [ExactText: Double]
    /// The share of a tag that is not among the common ones.
    private let rest: Double

    /// They are looked up again after so long.
    private static let age = Duration.seconds(10)

    /// What is known on a connection.
    static func known(to connection: any SQLConnection) throws -> TagShares {
        try connection.kept("shares of tags", for: age) { try TagShares(connection) }
    }

    private init(_ connection: any SQLConnection) throws {
        let sizes = try connection.rows(
            """
            SELECT greatest(reltuples, 0)::double precision::bigint
            FROM pg_class
            WHERE oid IN ('incident'::regclass, 'incident_open'::regclass)
            ORDER BY relkind DESC
            """
        ) { Double($0.integer()) }
        (incidents, open) = (sizes.first ?? 0, sizes.last ?? 0)
        // The elements, and behind their shares the least, the greatest and that of NULL.
        let shares = try connection.rows(
            """
            SELECT element, (1e9 * share)::bigint
            FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)
                AS known (element, share)
            WHERE schemaname = current_schema() AND tablename = 'incident'
                AND attname = 'tag_list' AND element IS NOT NULL
            """
        ) { (ExactText($0.text()), Double($0.integer()) / 1e9) }
        common = Dictionary(shares) { first, _ in first }
        // What is not among the common is rarer than these, and has a few incidents at most.
        rest = min((shares.map(\.1).min() ?? 1) / 2, 10 / max(incidents, 1))
    }

    /// The share of the incidents that have one of some tags.
    func share(ofOneOf tags: [String]) -> Double {
        min(1, tags.reduce(0) { $0 + (common[ExactText($1)] ?? rest) })
    }
}
