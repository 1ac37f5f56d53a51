import ArgusClient
import ArgusVocabulary

/// A host or a service as Icinga 2's API has it (Icinga's manual, "Object Queries"): its attributes,
/// and those of the host of a service.
struct Icinga2Object {
    private let attributes: JSONValue
    private let host: JSONValue
    private let names: Icinga2Names
    private let state: Int

    /// Reads one of the `results`; nil if it has no name or no state.
    init?(_ value: JSONValue) {
        guard let attributes = value["attrs"], let name = value.filled("name"),
            let state = attributes["state"]?.wholeNumber
        else { return nil }
        (self.attributes, self.state) = (attributes, state)
        host = value["joins"]?["host"] ?? [:]
        let parts = name.split(separator: "!", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return nil }
        names = Icinga2Names(host: first, service: parts.count > 1 ? parts[1] : nil)
    }

    /// Whether it is in a state that is a problem, and no guess.
    var isProblem: Bool { state != 0 && attributes["state_type"]?.wholeNumber != 0 }

    /// What it says: that it has a problem, told live.
    func opening(at receipt: Timestamp) -> Alert {
        let start = Timestamp(icinga: attributes["last_hard_state_change"])
        return names.opening(
            state, at: start ?? receipt, attributes["last_check_result"], tags: moreTags,
            link: attributes.filled("notes_url"))
    }

    private var moreTags: Tags {
        var tags = Tags()
        let isService = names.service != nil
        if let address = attributes.filled("address") ?? host.filled("address") {
            tags.append("address", address)
        }
        for group in (isService ? host : attributes)["groups"]?.array ?? [] {
            if let name = group.filledText { tags.append("host_group", name) }
        }
        for group in isService ? attributes["groups"]?.array ?? [] : [] {
            if let name = group.filledText { tags.append("service_group", name) }
        }
        return tags
    }
}

/// What an object of Icinga 2 is called, which is what identifies its problem.
struct Icinga2Names: Hashable {
    let host: String
    /// Nil if it is about the host itself.
    let service: String?

    /// The key of its problem: it has one at a time.
    var key: String { service.map { "\(host)!\($0)" } ?? host }

    private var subject: String { service.map { "\($0) on \(host)" } ?? host }

    /// Says that it is in a state, as a check found.
    func opening(
        _ state: Int, at time: Timestamp, _ result: JSONValue?, tags more: Tags = [:],
        link: String? = nil
    ) -> Alert {
        let output = result?.filled("output")
        let line = output?.split(separator: "\n").first.map { ": \($0)" } ?? ""
        var tags = Tags([Tags.Element("host", host)])
        if let service { tags.append("service", service) }
        for tag in more { tags.append(tag.key, tag.value) }
        var alert = Alert.open(
            key, description: "\(subject) is \(word(state))\(line)", at: time,
            level: level(state), tags: tags, detailsURL: link ?? page, metadata: metadata(result))
        alert.isLive = true
        return alert
    }

    /// Says that something happened that has no end.
    func stateless(_ what: String, at time: Timestamp) -> Alert {
        var tags = Tags([Tags.Element("host", host)])
        if let service { tags.append("service", service) }
        return .stateless(
            description: "\(subject) \(what)", at: time, level: .low, tags: tags, detailsURL: page)
    }

    private func word(_ state: Int) -> String {
        if service == nil { return state == 0 ? "UP" : "DOWN" }
        let words = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
        return words.indices.contains(state) ? words[state] : "UNKNOWN"
    }

    /// A host that is down is worse than a service that is.
    private func level(_ state: Int) -> Incident.Level {
        if service == nil { return .critical }
        return state == 2 ? .high : .moderate
    }

    /// Its page in Icinga DB Web, below the source's base URL.
    private var page: String {
        let host = host.percentEncoded
        return service.map { "/icingadb/service?name=\($0.percentEncoded)&host.name=\(host)" }
            ?? "/icingadb/host?name=\(host)"
    }

    private func metadata(_ result: JSONValue?) -> JSONValue {
        var kept = JSONObject()
        if let output = result?.filled("output") { kept.set("output", to: .string(output)) }
        if let data = result?["performance_data"], data.array?.isEmpty == false {
            kept.set("performance", to: data)
        }
        if let zone = result?.filled("check_source") {
            kept.set("check_source", to: .string(zone))
        }
        return ["icinga2": .object(kept)]
    }
}

extension JSONValue {
    /// The whole number that a number is, as Icinga writes states: `2.0`; nil for anything else.
    var wholeNumber: Int? {
        switch self {
        case .integer(let number): Int(exactly: number)
        case .number(let text): Double(text).flatMap { Int(exactly: $0) }
        case .bool(let flag): flag ? 1 : 0
        default: nil
        }
    }
}

extension Timestamp {
    /// The time that seconds since 1970 with a fraction stand for; nil if they stand for none.
    init?(icinga value: JSONValue?) {
        let text: String? =
            switch value {
            case .integer(let number)?: String(number)
            case .number(let text)?: text
            default: nil
            }
        guard let seconds = text.flatMap({ Double($0) }), seconds > 86_400,
            seconds < 253_370_764_799
        else { return nil }
        self.init(microseconds: Int64((seconds * 1_000_000).rounded()))
    }
}
