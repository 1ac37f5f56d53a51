import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What somebody wants to see in a list of incidents.
package struct IncidentListing: Hashable, Sendable {
    package var filter: IncidentFilter
    /// The moment at which things are looked at; nil for now.
    package var moment: Timestamp?
    /// Only what is in planned maintenance, or is not; nil if that does not matter.
    package var isInMaintenance: Bool?
    /// Only what became different after a moment.
    package var news: News?
    package var order: IncidentOrder
    package var size: Int
    package var place: OrderedPlace?

    /// What became different, and since when.
    package struct News: Hashable, Sendable {
        /// In what way.
        package enum Kind: String, CaseIterable, Sendable {
            case new, closed, acknowledged
        }

        package let since: Timestamp
        /// nil for any way.
        package let kind: Kind?

        /// Asks what became different since a moment.
        package init(since: Timestamp, kind: Kind? = nil) {
            (self.since, self.kind) = (since, kind)
        }
    }

    /// Asks for a page of what a filter describes, the most urgent first.
    package init(_ filter: IncidentFilter, order: IncidentOrder = .worstFirst, size: Int = 100) {
        (self.filter, self.order, self.size) = (filter, order, size)
    }
}

extension IncidentListing.News.Kind {
    /// What is written in the log then.
    var events: [EventType] {
        switch self {
        case .new: [.start, .stateless, .restart, .reopen]
        case .closed: [.end, .close]
        case .acknowledged: [.acknowledge]
        }
    }
}

/// What is seen in a list of incidents.
package struct ListedIncidents: Sendable {
    package let page: OrderedPage<ListedIncident>
    package let counts: IncidentCounts
    /// How many are in planned maintenance.
    package let inMaintenance: Int
    /// How many that the search is about, open or not, ended in the hour before.
    package let lastClosed: Int
    /// Whether only the newest were put in order, since no index has it.
    package let isOfNewest: Bool
    /// When it was looked at.
    package let moment: Timestamp

    /// Puts together what is seen.
    package init(
        page: OrderedPage<ListedIncident>, counts: IncidentCounts, inMaintenance: Int,
        lastClosed: Int, isOfNewest: Bool, moment: Timestamp
    ) {
        (self.page, self.counts, self.inMaintenance) = (page, counts, inMaintenance)
        (self.lastClosed, self.isOfNewest, self.moment) = (lastClosed, isOfNewest, moment)
    }
}

/// An incident with what a row of a list tells of it.
package struct ListedIncident: Sendable {
    package let sourced: SourcedIncident
    /// The last acknowledgement that holds.
    package let acknowledgement: Acknowledgement?
    /// When the planned maintenance ends that it is in; nil if it is in none.
    package let maintenanceEnd: Timestamp?

    /// Puts together what a row tells.
    package init(
        sourced: SourcedIncident, acknowledgement: Acknowledgement?, maintenanceEnd: Timestamp?
    ) {
        (self.sourced, self.acknowledgement) = (sourced, acknowledgement)
        self.maintenanceEnd = maintenanceEnd
    }

    package var incident: Incident { sourced.incident }
}

/// By what a list is cut into groups.
package enum IncidentGrouping: Hashable, Sendable {
    case source
    case tag(String)
}
