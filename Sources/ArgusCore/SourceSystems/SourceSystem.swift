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

    /// Puts a source system together from what is stored.
    package init(
        id: ID, name: String, type: String, user: User.ID, baseURL: String = "",
        lastSeen: Timestamp? = nil, heartbeatFrequency: Duration? = nil
    ) {
        (self.id, self.user, self.lastSeen) = (id, user, lastSeen)
        self.name = name
        self.type = type
        self.baseURL = baseURL
        self.heartbeatFrequency = heartbeatFrequency
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

    /// Checks what is asked for; refuses all of it at once.
    package init(
        name: String, type: String, username: String? = nil, baseURL: String = "",
        heartbeatFrequency: Duration? = nil
    ) throws(Refusal) {
        var problems: [Problems.Field] = []
        if name.isEmpty {
            problems.append(Problems.Field("name", .messages(["This field is required."])))
        } else if let problem = TextLimit.sourceSystemName.problem(of: name) {
            problems.append(Problems.Field("name", .messages([problem])))
        } else if let problem = Username.problem(of: username ?? name) {
            problems.append(Problems.Field("username", .messages(["username: \(problem)"])))
        }
        problems += HeartbeatFrequency.problems(of: heartbeatFrequency)
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        (self.name, self.type, self.username) = (name, type, username)
        (self.baseURL, self.heartbeatFrequency) = (baseURL, heartbeatFrequency)
    }
}

/// The rules for how often a source system must give a sign of life.
enum HeartbeatFrequency {
    static func problems(of frequency: Duration?) -> [Problems.Field] {
        guard let frequency else { return [] }
        let message: String
        if frequency < .seconds(60) {
            message = "Ensure this value is greater than or equal to 0:01:00."
        } else if frequency > .seconds(86_400) {
            message = "Ensure this value is less than or equal to 1 day, 0:00:00."
        } else {
            return []
        }
        return [Problems.Field("heartbeat_frequency", .messages([message]))]
    }
}

/// The rules for names of source system types.
package enum SourceSystemType {
    /// What is wrong with a name, in the API's words; nil if nothing is.
    package static func problem(of name: String) -> String? {
        if name.isEmpty { return "This field may not be blank." }
        if let problem = TextLimit.sourceSystemName.problem(of: name) { return problem }
        let isLower = name.contains { $0.isLowercase } && !name.contains { $0.isUppercase }
        return isLower ? nil : "'\(name)' is not a lowercase string"
    }
}
