import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire

/// `incidents/<pk>/events/` and `incidents/<pk>/acks/`: an incident's log.
struct LogRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/:pk/" }

    /// The log, and adding to it.
    var events: Endpoint {
        Endpoint(
            "\(root)events/",
            get: { call in
                call.seen()
                let events = try await call.operations.log.events(of: call.id())
                return Reply { writer in
                    writer.list(events) { EventJSON($1).write(to: &$0, in: call.site.zone) }
                }
            },
            post: post)
    }

    /// The logs of all incidents, newest entry first; not in version 1.
    var allEvents: Endpoint {
        Endpoint(
            "\(version.path)incidents/events/",
            get: { call in
                call.seen()
                let links = ListLinks(call)
                let page = try await call.operations.log.events(links.page)
                return Reply(capacity: 65_536) { writer in
                    links.write(&writer, page.next, page.previous) { writer in
                        writer.list(page.items) {
                            EventJSON($1).write(to: &$0, in: call.site.zone)
                        }
                    }
                }
            })
    }

    /// One entry.
    var event: Endpoint {
        Endpoint(
            "\(root)events/:event/",
            get: { call in
                call.seen()
                let event = try await call.operations.log.event(call.id("event"), of: call.id())
                return Reply { EventJSON(event).write(to: &$0, in: call.site.zone) }
            })
    }

    @Sendable
    private func post(_ call: Call) async throws -> Reply {
        call.seen()
        let id: Incident.ID = try call.id()
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let posted = try input.postedEvent(
            by: requester,
            acknowledgementsURL: call.absoluteURL("\(version.path)incidents/\(id)/acks/"))
        let zone = call.site.zone
        return try await call.creating(
            body, writing: { EventJSON($1).write(to: &$0, in: zone) }
        ) { once in
            try await call.operations.incidents.post(posted, to: id, by: requester, once: once)
        }
    }

    /// The acknowledgements, and adding one.
    var acknowledgements: Endpoint {
        Endpoint(
            "\(root)acks/",
            get: { call in
                call.seen()
                let found = try await call.operations.log.acknowledgements(of: call.id())
                return Reply { writer in
                    writer.list(found) {
                        AcknowledgementJSON($1).write(to: &$0, in: call.site.zone)
                    }
                }
            },
            post: acknowledge)
    }

    /// One acknowledgement, and changing until when it holds.
    var acknowledgement: Endpoint {
        Endpoint(
            "\(root)acks/:event/",
            get: { call in
                call.seen()
                let found = try await call.operations.log.acknowledgement(
                    call.id("event"), of: call.id())
                return Reply { AcknowledgementJSON(found).write(to: &$0, in: call.site.zone) }
            },
            put: expire, patch: expire)
    }

    @Sendable
    private func acknowledge(_ call: Call) async throws -> Reply {
        call.seen()
        let id: Incident.ID = try call.id()
        let requester = try call.requester
        let body = await call.lateBody()
        let zone = call.site.zone
        return try await call.creating(
            body, writing: { AcknowledgementJSON($1).write(to: &$0, in: zone) }
        ) { once in
            try await call.operations.log.acknowledge(
                id, with: try body.read { try newAcknowledgement(&$0, requester) },
                by: requester, once: once)
        }
    }

    /// Version 1 nests what belongs to the event.
    private func newAcknowledgement(
        _ input: inout Input, _ requester: Requester
    ) throws(Refusal) -> NewAcknowledgement {
        guard version == .v1 else { return try input.newAcknowledgement() }
        let nested = input.required("event")
        let expiration = input.nullableTime("expiration")
        try input.check()
        do {
            var event = try Input(nested ?? [:], zone: input.zone, received: input.received)
            let timestamp =
                requester.isSource ? event.requiredTime("timestamp") : event.time("timestamp")
            let description = event.text("description") ?? ""
            try event.check()
            return try NewAcknowledgement(
                timestamp: timestamp ?? input.received, description: description,
                expiration: expiration)
        } catch .invalid(.fields(let fields)) where fields.first?.name != "non_field_errors" {
            throw .invalid(.fields([Problems.Field("event", .fields(fields))]))
        }
    }

    @Sendable
    private func expire(_ call: Call) async throws -> Reply {
        call.seen()
        let incident: Incident.ID = try call.id()
        let body = await call.lateBody()
        let changed = try await call.operations.log.expire(
            call.id("event"), of: incident,
            at: try body.read { input in
                let expiration = input.nullableTime("expiration")
                try input.check()
                return expiration
            }, by: call.requester)
        return Reply { AcknowledgementJSON(changed).write(to: &$0, in: call.site.zone) }
    }
}

extension Input {
    /// Reads an event that somebody wants in a log.
    mutating func postedEvent(
        by requester: Requester, acknowledgementsURL: String
    ) throws(Refusal) -> PostedEvent {
        let timestamp = requester.isSource ? requiredTime("timestamp") : time("timestamp")
        let type = eventType("type")
        checkActor()
        let description = text("description") ?? ""
        try check()
        return PostedEvent(
            type: type, timestamp: timestamp, or: otherMoment("timestamp"),
            description: description, acknowledgementsURL: acknowledgementsURL)
    }

    /// Reads an acknowledgement as every version but the first writes it.
    mutating func newAcknowledgement() throws(Refusal) -> NewAcknowledgement {
        let timestamp = requiredTime("timestamp")
        let description = text("description") ?? ""
        let expiration = nullableTime("expiration")
        try check()
        return try NewAcknowledgement(
            timestamp: timestamp, description: description, expiration: expiration)
    }

    /// Who did it is known; but what is said of it must at least be an object, as it always had to.
    private mutating func checkActor() {
        guard let actor = optional("actor"), actor.object == nil else { return }
        let message = "Invalid data. Expected a dictionary, but got \(actor.pythonType)."
        refuse(
            "actor", .fields([Problems.Field("non_field_errors", .messages([message]))]))
    }

    /// The code of a type of event, which must be there.
    private mutating func eventType(_ name: String) -> EventType {
        guard let value = required(name) else { return .other }
        let code = value.pythonText
        guard let type = EventType(rawValue: code) else {
            refuse(name, "\"\(code)\" is not a valid choice.")
            return .other
        }
        return type
    }
}
