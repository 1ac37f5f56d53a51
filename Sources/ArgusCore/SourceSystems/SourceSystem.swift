import ArgusVocabulary

/// One monitoring system that posts incidents, with an account of its own.
package struct SourceSystem: Hashable, Sendable {
    package typealias ID = Identifier<Keyed.SourceSystem>

    package let id: ID
    @ExactText package var name: String
    /// The name of its type, such as `nav`.
    @ExactText package var type: String
    package var user: User.ID
    /// What relative details URLs of its incidents are joined with; may be empty.
    @ExactText package var baseURL: String
    package var lastSeen: Timestamp?
    /// After how long without a sign of life it counts as dead; nil if that is not watched.
    package var heartbeatFrequency: Duration?
    /// How long an alert that is posted again and again lasts without being told of; zero for ever,
    /// nil as long as it says itself.
    package var alertExpiry: Duration?
    /// How the queue of what brings its alerts stood at its last heartbeat; nil if that did not say.
    package var queue: SourceQueue?

    /// Puts a source system together from what is stored.
    package init(
        id: ID, name: String, type: String, user: User.ID, baseURL: String = "",
        lastSeen: Timestamp? = nil, heartbeatFrequency: Duration? = nil,
        alertExpiry: Duration? = nil, queue: SourceQueue? = nil
    ) {
        self.queue = queue
        (self.id, self.user, self.lastSeen) = (id, user, lastSeen)
        self.name = name
        self.type = type
        self.baseURL = baseURL
        (self.heartbeatFrequency, self.alertExpiry) = (heartbeatFrequency, alertExpiry)
    }

    /// When an alert is over that is told of now, unless it is told of again; nil if it has no end by
    /// itself.
    ///
    /// `promised` is what the alert says.
    package func expiry(of promised: Timestamp?, toldAt moment: Timestamp) -> Timestamp? {
        guard let alertExpiry else { return promised }
        return alertExpiry == .zero ? nil : moment.advanced(by: alertExpiry)
    }
}

/// What is needed to add a source system.
package struct NewSourceSystem: Hashable, Sendable {
    package var name: String
    package var type: String
    /// The account's name; nil to take the source's.
    package var username: String?
    package var baseURL: String
    package var heartbeatFrequency: Duration?
    /// See ``SourceSystem/alertExpiry``.
    package var alertExpiry: Duration?

    /// Checks what is asked for; refuses all of it at once.
    package init(
        name: String, type: String, username: String? = nil, baseURL: String = "",
        heartbeatFrequency: Duration? = nil, alertExpiry: Duration? = nil
    ) throws(Refusal) {
        var problems: [Problems.Field] = []
        if name.isEmpty {
            problems.append(Problems.Field("name", .messages([.missing])))
        } else if let problem = TextLimit.sourceSystemName.problem(of: name) {
            problems.append(Problems.Field("name", .messages([problem])))
        } else if let problem = Username.problem(of: username ?? name) {
            problems.append(Problems.Field("username", .messages([.ofAccount(problem)])))
        }
        problems += HeartbeatFrequency.problems(of: heartbeatFrequency)
        problems += AlertExpiry.problems(of: alertExpiry)
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        (self.name, self.type, self.username) = (name, type, username)
        (self.baseURL, self.heartbeatFrequency) = (baseURL, heartbeatFrequency)
        self.alertExpiry = alertExpiry
    }
}

/// The rules for how long an alert lasts without being told of.
package enum AlertExpiry {
    /// What is not for ever.
    package static let bounds = Duration.seconds(60)...Duration.seconds(30 * 86_400)

    static func problems(of expiry: Duration?) -> [Problems.Field] {
        guard let expiry, expiry != .zero, !bounds.contains(expiry) else { return [] }
        let problem =
            expiry < bounds.lowerBound
            ? Problem.lessThan(bounds.lowerBound) : .moreThan(bounds.upperBound)
        return [Problems.Field("alert_expiry", .messages([problem]))]
    }
}

/// The rules for how often a source system must give a sign of life.
enum HeartbeatFrequency {
    static func problems(of frequency: Duration?) -> [Problems.Field] {
        guard let frequency else { return [] }
        let (least, most) = (Duration.seconds(60), Duration.seconds(86_400))
        guard frequency < least || frequency > most else { return [] }
        let problem = frequency < least ? Problem.lessThan(least) : .moreThan(most)
        return [Problems.Field("heartbeat_frequency", .messages([problem]))]
    }
}

/// The rules for names of source system types.
package enum SourceSystemType {
    /// What is wrong with a name; nil if nothing is.
    package static func problem(of name: String) -> Problem? {
        if name.isEmpty { return .blank }
        if let problem = TextLimit.sourceSystemName.problem(of: name) { return problem }
        let isLower = name.contains { $0.isLowercase } && !name.contains { $0.isUppercase }
        return isLower ? nil : .malformed(.lowerCase(name))
    }
}
