import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension IncidentListPage {
    static func windows(_ text: ListSearchText, _ address: ListAddress) -> [Choice] {
        let lengths = [
            ("hour", "1h"), ("3 hours", "3h"), ("12 hours", "12h"), ("day", "1d"),
            ("3 days", "3d"), ("week", "7d"), ("30 days", "30d"),
        ]
        func isStart(_ filter: IncidentFilter) -> Bool {
            if case .startTime(.from) = filter { true } else { false }
        }
        let any = Choice(
            label: "whenever",
            href: address.changed { $0.query = text.replacing(isStart, by: nil) }.link,
            isOn: !text.conditions.contains(where: isStart))
        return [any]
            + lengths.map { label, length in
                let query = text.replacing(isStart, by: "start>=-\(length)")
                return Choice(
                    label: label, href: address.changed { $0.query = query }.link,
                    isOn: query == text.text)
            }
    }

    static func groupings(_ address: ListAddress, _ keys: [String]) -> [Choice] {
        let known: [IncidentGrouping?] = [nil, .source] + keys.map { .tag($0) }
        return known.map { grouping in
            Choice(
                label: grouping?.title ?? "none",
                href: address.changed { $0.grouping = grouping }.link,
                isOn: grouping == address.grouping)
        }
    }

    static func columnLinks(_ address: ListAddress) -> [Choice] {
        (ListColumn.named + address.columns.filter { !ListColumn.named.contains($0) }).map {
            column in
            let isOn = address.columns.contains(column)
            let columns =
                isOn
                ? address.columns.filter { $0 != column } : address.columns + [column]
            return Choice(
                label: column.title,
                href: address.changed { if !columns.isEmpty { $0.columns = columns } }.link,
                isOn: isOn)
        }
    }

    static func news(_ scenery: ListScenery) -> News? {
        guard let since = scenery.lastLook else { return nil }
        let address = scenery.read.address
        let kinds = IncidentListing.News.Kind.allCases.compactMap { kind -> Choice? in
            guard let count = scenery.news[kind], count > 0 else { return nil }
            let news = IncidentListing.News(since: since, kind: kind)
            return Choice(
                label: kind.rawValue, href: address.changed { $0.news = news }.link,
                isOn: address.news == news, count: count.short)
        }
        return kinds.isEmpty ? nil : News(since: scenery.moments.text(since).short, kinds: kinds)
    }
}

extension IncidentListPage.Heading {
    init(_ column: ListColumn, _ address: ListAddress) {
        (style, title) = (column.style, column.title)
        guard let key = column.sortKey else {
            (mark, href, sorted) = ("", nil, nil)
            return
        }
        let place = address.order.terms.firstIndex { $0.key == key }
        let isFirst = place == 0
        let falls = place.map { address.order.terms[$0].isDescending } ?? false
        // The age rises as the start falls.
        let rises = column == .age ? falls : !falls
        mark = isFirst ? (rises ? " ▴" : " ▾") : ""
        sorted = isFirst ? (rises ? "ascending" : "descending") : nil
        let term = IncidentOrder.Term(
            key, isDescending: isFirst ? !falls : key == .start || key == .end)
        let order = IncidentOrder([term] + address.order.terms)
        href = address.changed { $0.order = order }.link
    }
}

extension IncidentOrder {
    /// What a list says of its order.
    var title: String {
        if self == .worstFirst { return "worst first, then unacknowledged, then newest" }
        let words = terms.map { term -> String in
            switch (term.key, term.isDescending) {
            case (.level, false): "worst first"
            case (.level, true): "mildest first"
            case (.acked, false): "unacknowledged first"
            case (.acked, true): "acknowledged first"
            case (.start, false): "oldest first"
            case (.start, true): "newest first"
            case (.source, false): "by source"
            case (.source, true): "by source, backwards"
            case (.end, false): "earliest end first"
            case (.end, true): "latest end first"
            }
        }
        return words.joined(separator: ", then ")
    }
}
