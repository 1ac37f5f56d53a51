import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// What benchmarks measure against: everything that creating an incident takes except storing it.
enum FloorRoute {
    /// `POST /bench/incidents/`: authenticates, parses and checks like `POST /api/v2/incidents/`, and
    /// answers as if the incident had been created.
    static let incidents = Endpoint(
        "/bench/incidents/", .server,
        post: Action(
            "Answers as if an incident had been created.", form: .newIncident(.v2), answers: []
        ) { call, form in
            let requester = try call.requester
            guard let source = requester.source else { throw Refusal.noPermission }
            let user = try requester.user
            let new = try await call.read(form).new
            let now = call.operations.clock()
            let tags = new.tags.map {
                TagJSON(tag: $0.text, addedBy: user.id, addedTime: now)
            }
            let incident = IncidentJSON(
                id: 0, startTime: new.startTime, endTime: new.endTime,
                source: SourceSystemJSON(
                    id: source, name: user.username, type: "bench",
                    user: user.id, baseURL: "", lastSeen: nil),
                sourceIncidentID: new.sourceIncidentID, details: new.details, tags: tags,
                isOpen: new.endTime.isOpen(at: now), isAcked: false)
            return Reply(status: .created) { incident.write(to: &$0, .v2, in: call.site.zone) }
        })
}
