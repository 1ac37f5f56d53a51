import ArgusCore
import ArgusVocabulary

/// How terms stand in a column, times in microseconds.
struct DeliveryTermsColumn: Codable {
    private let wait: Int64?
    private let interval: Int64?
    private let most: Int?
    private let limit: Int?
    private let followsUp: Bool?
    /// When a digest is told.
    private let digest: Int64?
    /// The kind of events, the tag, and the rule of a storm.
    private let storm: StormColumn?
    private let kind: String?
    private let tag: String?

    init(_ terms: DeliveryTerms) {
        wait = terms.wait?.microseconds
        interval = terms.repetition?.interval.microseconds
        (most, limit) = (terms.repetition?.most, terms.hourlyLimit)
        followsUp = terms.isFollowUp ? true : nil
        switch terms.gathering {
        case nil: (digest, storm, kind, tag) = (nil, nil, nil, nil)
        case .digest(let due): (digest, storm, kind, tag) = (due.microseconds, nil, nil, nil)
        case .storm(let rule, let kind, let tag):
            digest = nil
            (storm, self.kind, self.tag) = (StormColumn(rule), kind.rawValue, tag.text)
        }
    }

    var terms: DeliveryTerms {
        get throws {
            let repetition = interval.map {
                DeliveryTerms.Repetition(interval: .microseconds($0), most: most ?? 1)
            }
            var terms = DeliveryTerms(
                wait: wait.map { .microseconds($0) }, repetition: repetition, hourlyLimit: limit)
            terms.isFollowUp = followsUp ?? false
            if let digest {
                terms.gathering = .digest(Timestamp(microseconds: digest))
            } else if let storm, let kind, let tag {
                terms.gathering = .storm(
                    storm.rule, try NotificationKind(stored: kind), try Tag(tag, keys: .anyCase))
            }
            return terms
        }
    }
}

/// How the rule for storms stands in a column.
struct StormColumn: Codable {
    private let tag: String
    private let count: Int
    /// In microseconds.
    private let within: Int64

    init(_ rule: StormRule) {
        (tag, count, within) = (rule.tag, rule.count, rule.within.microseconds)
    }

    var rule: StormRule { StormRule(tag: tag, count: count, within: .microseconds(within)) }
}
