import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

extension StyleguideSample {
    /// The list of incidents, or the wall, with all that can stand in it.
    func incidents(for call: Call) -> IncidentListPage {
        let moments = Self.moments(of: call)
        let read = ReadListAddress(
            address(moments.now), IncidentListing(.open(true)),
            problems: self == .mistakes
                ? [
                    ListProblem("q", "At character 6: a value is missing behind “host=”."),
                    ListProblem("columns", ListColumn.problem(ofUnknown: Self.oddText)),
                ] : [],
            hints: self == .mistakes ? ["“or” binds less than what stands beside it."] : [],
            filters: [
                (StoredFilter(id: 1, user: 1, name: "Core network", blob: FilterBlob()), "kari"),
                (StoredFilter(id: 2, user: 2, name: Self.oddText, blob: FilterBlob()), "bjorn"),
            ], moments)
        let rows = self == .mistakes ? [] : Self.rows(moments.now)
        return IncidentListPage(
            ListScenery(
                read: read, list: Self.listed(rows, moments.now),
                groups: self == .groups ? Self.tallies : nil,
                facets: ListFacets(
                    read, Self.tallies,
                    Self.tallies.map { (tag: Tag(key: "host", value: $0.value), count: $0.count) }),
                tagKeys: ["host"],
                news: self == .incidents ? [.new: 12, .closed: 3, .acknowledged: 1] : [:],
                lastLook: self == .incidents ? moments.now - .seconds(7200) : nil,
                moments: moments, canAct: self != .wall, user: 1,
                undoKey: self == .incidents ? "k" : nil, token: call.formToken,
                key: call.newFormKey, seen: 1, said: self == .refused ? Self.said : nil,
                isReal: false))
    }

    private func address(_ now: Timestamp) -> ListAddress {
        var address = ListAddress()
        address.linkPath = ListAddress.path
        switch self {
        case .groups: address.grouping = .source
        case .past:
            address.moment = now - .seconds(3600)
            address.columns = ListColumn.named + [.tag("peer"), .metadata("rule.name")]
        case .mistakes: address.query = "host="
        default: break
        }
        return address
    }

    /// What was typed for a ticket that is none.
    private static let said = SaidOfMany([
        "action": "ticket", "text": .string(oddText), "ticket_url": "javascript:alert(1)",
        "incident": ["88301", "88303"],
    ])

    private static let tallies = [
        IncidentTally("prom-eu", count: 10_240, worst: .critical, unacked: 312),
        IncidentTally("nav-oslo", count: 417, worst: .high, unacked: 0),
        IncidentTally(oddText, count: 1, worst: .information, unacked: 1),
    ]

    private static func listed(_ rows: [ListedIncident], _ now: Timestamp) -> ListedIncidents {
        let levels = Dictionary(grouping: rows) { $0.incident.level }
        let parts = levels.flatMap { level, rows in
            [false, true].map { isAcked in
                IncidentCounts.Part(
                    level: level, isAcked: isAcked,
                    count: rows.count { $0.incident.isAcked(at: now) == isAcked })
            }
        }
        return ListedIncidents(
            page: OrderedPage(
                items: rows, previous: nil, next: OrderedPlace([.number(1)], isBackward: false)),
            counts: IncidentCounts(parts), inMaintenance: 3, lastClosed: 104_223,
            isOfNewest: false, moment: now)
    }

    /// Rows of all levels, in all states, with all kinds of texts.
    private static func rows(_ now: Timestamp) -> [ListedIncident] {
        let texts = ["core-gw2.oslo: BGP session to 2001:db8::7 (AS64511) is down"] + oddTexts
        return (0..<20).map { number in
            let ago = Int64(number * number * 700 + 20)
            let end: EndTime =
                switch number % 7 {
                case 5: .stateless
                case 6: .ended(now - .seconds(10))
                default: .open
                }
            let sourced = incident(
                88_300 + Int64(number), Level.allCases[number % Level.allCases.count],
                texts[number % texts.count], ago: ago, now, end: end, isAcked: number % 3 == 1,
                ticket: number % 4 == 0
                    ? "javascript:alert(1)" : "https://tickets.example.org/\(4700 + number)")
            let event = event(.acknowledge, "kari nordmann", ago: ago / 2, oddText, now)
            return ListedIncident(
                sourced: sourced,
                acknowledgement: number % 3 == 1
                    ? Acknowledgement(event: event, expiration: now + .seconds(3600)) : nil,
                maintenanceEnd: number % 5 == 2 ? now + .seconds(5400) : nil)
        }
    }
}
