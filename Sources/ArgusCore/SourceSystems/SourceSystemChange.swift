/// What is to become different about a source system; nil leaves a thing as it is.
package struct SourceSystemChange: Hashable, Sendable {
    package var name: String?
    package var type: String?
    package var baseURL: String?
    /// The inner nil ends the watching.
    package var heartbeatFrequency: Duration??
    /// The inner nil lets alerts last as long as they say themselves.
    package var alertExpiry: Duration??

    /// Changes nothing, until something is set.
    package init(
        name: String? = nil, type: String? = nil, baseURL: String? = nil,
        heartbeatFrequency: Duration?? = nil, alertExpiry: Duration?? = nil
    ) {
        (self.name, self.type, self.baseURL) = (name, type, baseURL)
        (self.heartbeatFrequency, self.alertExpiry) = (heartbeatFrequency, alertExpiry)
    }
}

extension SourceSystem {
    /// The name, and the type, of the source system in whose name the server itself posts.
    package static let builtIn = "argus"

    /// Whether the server itself posts in its name.
    package var isBuiltIn: Bool { name == Self.builtIn && type == Self.builtIn }

    /// The source system as a change makes it, or a refusal.
    package func changed(_ change: SourceSystemChange) throws(Refusal) -> SourceSystem {
        var source = self
        source.name = change.name ?? name
        source.type = change.type ?? type
        source.baseURL = change.baseURL ?? baseURL
        source.heartbeatFrequency = change.heartbeatFrequency ?? heartbeatFrequency
        source.alertExpiry = change.alertExpiry ?? alertExpiry
        var problems = HeartbeatFrequency.problems(of: source.heartbeatFrequency)
        problems += AlertExpiry.problems(of: source.alertExpiry)
        if isBuiltIn, !source.isBuiltIn {
            let problem: Problem = "The server's own source system keeps its name and type."
            problems.append(Problems.Field("name", .messages([problem])))
        }
        if let name = change.name, let problem = TextLimit.sourceSystemName.problem(of: name) {
            problems.append(Problems.Field("name", .messages([problem])))
        }
        guard problems.isEmpty else { throw .invalid(.fields(problems)) }
        return source
    }
}
