import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// All that the list of incidents shows, as its address says it: whoever opens the same address sees
/// the same.
struct ListAddress: Hashable, Sendable {
    /// The filter as people type it.
    var query = ListAddress.usualQuery
    /// The stored filter that was chosen.
    var filter: StoredFilter.ID?
    var order = IncidentOrder.worstFirst
    var columns = ListColumn.usual
    var grouping: IncidentGrouping?
    /// The keys of tags whose values are counted beside the list, or ``mostFrequent``; nil if the
    /// page is shown before they are counted.
    var facets: [String]?
    var size = ListAddress.usualSize
    /// The moment at which things are looked at; nil for now.
    var moment: Timestamp?
    var isInMaintenance: Bool?
    var news: IncidentListing.News?
    var place: OrderedPlace?
    /// What it names even where that is as usual, for a reader who likes something else.
    var named: [String] = []
    /// What its links begin with: nothing on the list itself, its path elsewhere.
    var linkPath = ""

    static let path = "/incidents/"
    /// Stands for the keys that most incidents have.
    static let mostFrequent = ["*"]
    /// What is looked at unless something else is asked for.
    static let usualQuery = "open"
    static let usualSize = 100

    /// The same with something changed, from its first page on.
    func changed(_ change: (inout ListAddress) -> Void) -> ListAddress {
        var copy = self
        copy.place = nil
        change(&copy)
        return copy
    }

    /// The path with the query that says all this.
    func href(below path: String = ListAddress.path) -> String {
        "\(path)?\(Self.text(parameters))"
    }

    /// The same as a link, which is short because many stand on a page.
    var link: String { "\(linkPath)?\(Self.text(parameters))" }

    private static func text(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { "\($0.name)=\($0.value.queryEncoded)" }.joined(separator: "&")
    }

    /// What is remembered of it: not the page, the moment, or what was new.
    var remembered: String {
        var lasting = self
        (lasting.place, lasting.moment, lasting.news) = (nil, nil, nil)
        return Self.text(lasting.parameters)
    }

    /// The query, without what is as usual; the filter is always there, so that it is never another.
    var parameters: [(name: String, value: String)] {
        var all = [(name: "q", value: query)]
        if let filter { all.append(("filter", filter.description)) }
        if order != .worstFirst { all.append(("sort", order.text)) }
        if columns != ListColumn.usual || named.contains("columns") {
            all.append(("columns", columns.map(\.name).joined(separator: ",")))
        }
        if let grouping { all.append(("group", grouping.name)) }
        if let facets { all.append(("facets", facets.joined(separator: ","))) }
        if size != Self.usualSize || named.contains("page_size") {
            all.append(("page_size", "\(size)"))
        }
        if let moment { all.append(("at", moment.text())) }
        if let isInMaintenance { all.append(("maintenance", "\(isInMaintenance)")) }
        if let news {
            all.append(("since", news.since.text()))
            if let kind = news.kind { all.append(("change", kind.rawValue)) }
        }
        if let place { all.append((place.isBackward ? "before" : "after", place.text)) }
        return all
    }

    /// What a form sends along that asks for something else than the filter or these.
    func hidden(without names: Set<String>) -> [HiddenField] {
        parameters.filter { !names.contains($0.name) && !["after", "before"].contains($0.name) }
            .map { HiddenField(name: $0.name, value: $0.value) }
    }
}

extension IncidentGrouping {
    /// Its name in an address.
    var name: String {
        switch self {
        case .source: "source"
        case .tag(let key): "tag:\(key)"
        }
    }

    init?(_ name: String) {
        switch ListColumn(name) {
        case .source: self = .source
        case .tag(let key): self = .tag(key)
        default: return nil
        }
    }
}

extension OrderedPlace {
    /// How it stands in an address: keys with commas between them, texts in a quote.
    fileprivate var text: String {
        values.map { value in
            switch value {
            case .number(let number): "\(number)"
            case .text(let text): "'\(text.percentEncoded)"
            }
        }.joined(separator: ",")
    }
}

extension String {
    /// The text for the value of a parameter as people like to read it: a blank is a plus, and what
    /// needs no code there has none (RFC 3986, section 3.4).
    var queryEncoded: String {
        var encoded = ""
        for scalar in unicodeScalars {
            switch scalar {
            case " ": encoded += "+"
            case "=", ":", "/", ",", "@", "*", "(", ")", "!": encoded.unicodeScalars.append(scalar)
            default: encoded += String(scalar).percentEncoded
            }
        }
        return encoded
    }
}
