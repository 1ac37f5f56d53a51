import ArgusVocabulary

/// When many incidents that have one tag in common are told in one message.
package struct StormRule: Hashable, Sendable {
    /// The key of the tag.
    package var tag: String
    /// More incidents than this with one value are a storm.
    package var count: Int
    /// Within so long.
    package var within: Duration

    /// Takes more than so many within so long for a storm.
    package init(tag: String, count: Int, within: Duration) {
        (self.tag, self.count, self.within) = (tag, count, within)
    }

    /// How many incidents may be told one by one.
    package static let counts = 1...1000
    /// How long it may be looked at.
    package static let times = Duration.seconds(60)...Duration.seconds(86_400)
}

/// With which others a message may become one.
package enum Gathering: Hashable, Sendable {
    /// With all that are told then.
    case digest(Timestamp)
    /// With those of the same kind about incidents with the same tag, if they are many.
    case storm(StormRule, NotificationKind, Tag)

    /// What messages have in common that may become one.
    package var key: String {
        switch self {
        case .digest: Self.digestKey
        case .storm(_, let kind, let tag):
            // A database finds nothing by a text that is too long.
            "\(kind.rawValue) \(String(String.UnicodeScalarView(tag.text.unicodeScalars.prefix(200))))"
        }
    }

    /// What all messages of digests have in common.
    package static let digestKey = "digest"

    /// What holds if another profile wants the same message: whichever tells it sooner.
    func joined(_ other: Gathering) -> Gathering {
        switch (self, other) {
        case (.digest(let one), .digest(let another)): .digest(min(one, another))
        case (.digest, .storm): other
        case (.storm(let one, _, _), .storm(let another, _, _)):
            one.count >= another.count ? self : other
        case (.storm, .digest): self
        }
    }
}
