import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// How one reader sees the rows of a list: those who see them alike are sent the same bytes.
struct RowLook: Hashable, Sendable {
    private let address: ListAddress
    private let query: ListSearchText
    /// Seen from no moment in particular.
    private let moments: MomentFormat
    private let canAct: Bool

    init(_ read: ReadListAddress, _ moments: MomentFormat, canAct: Bool) {
        address = read.address.changed { _ in }
        query = ListSearchText(read.address.query, read.listing.filter)
        self.moments = moments.seen(at: Timestamp(microseconds: 0))
        self.canAct = canAct
    }

    /// A row as the page of the list shows it at a moment.
    func html(_ row: ListedIncident, at now: Timestamp) -> String {
        let style = ListRowStyle(
            address: address, query: query, moments: moments.seen(at: now), canAct: canAct)
        return IncidentRow(row, in: style).html
    }
}
