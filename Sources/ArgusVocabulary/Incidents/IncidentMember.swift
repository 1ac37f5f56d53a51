/// A member of an incident's details, declared once for everybody: the API in its answers, in what is
/// sent and in its description, the database, the log, filters and the client.
public enum IncidentMember: String, CaseIterable, Sendable {
    case detailsURL = "details_url"
    case description
    case level
    case ticketURL = "ticket_url"
    case metadata

    /// What is declared of the member.
    package var declared: Declaration {
        switch self {
        case .detailsURL:
            Declaration(
                .text, answered: "Where the source tells more; may be empty.",
                sent: "Where the source tells more; if relative, joined with its base URL.")
        case .description: Declaration(.text)
        case .level:
            Declaration(
                .level, answered: "1 critical, 2 high, 3 moderate, 4 low, 5 information.",
                sent:
                    "1 critical, 2 high, 3 moderate, 4 low, 5 information, which it is if missing."
            )
        case .ticketURL: Declaration(.url)
        case .metadata:
            Declaration(
                .json, answeredSince: .v2, answered: "What the source wants to be kept with it.")
        }
    }

    /// What holds for a member.
    package struct Declaration: Sendable {
        package let kind: Kind
        /// The versions of the API from which on it is read where it is sent, and answered.
        package let sentSince, answeredSince: APIVersion
        /// Sentences for people who read the description of answers, and of what is sent.
        package let answerNote, sentNote: String?

        fileprivate init(
            _ kind: Kind, since: APIVersion = .v1, answeredSince: APIVersion? = nil,
            answered answerNote: String? = nil, sent sentNote: String? = nil
        ) {
            (self.kind, sentSince, self.answeredSince) = (kind, since, answeredSince ?? since)
            (self.answerNote, self.sentNote) = (answerNote, sentNote)
        }
    }

    /// What values a member has; a URL is a text that must be one where it is sent.
    package enum Kind: Sendable {
        case text, url, level, json
    }
}

extension IncidentMember {
    /// All of them, in the order of the API's answers.
    public static let all = allCases

    /// All of them, these first, as the existing server has them in some places.
    package static func all(startingWith first: [IncidentMember]) -> [IncidentMember] {
        first + all.filter { !first.contains($0) }
    }

    /// Its name in JSON and in filters, and its column.
    public var name: String { rawValue }

    package var kind: Kind { declared.kind }

    /// Whether it is a text, by which incidents can be found.
    package var isText: Bool { kind == .text || kind == .url }

    /// Whether the answers of a version have it.
    package func isAnswered(in version: APIVersion) -> Bool { declared.answeredSince <= version }
}
