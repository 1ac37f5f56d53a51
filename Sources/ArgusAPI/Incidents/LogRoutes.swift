import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `incidents/<pk>/events/` and `incidents/<pk>/acks/`: an incident's log.
struct LogRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)incidents/:pk/" }
    private let entry = PathPart("event", .id, "The primary key of the entry.")

    var events: Endpoint {
        Endpoint(
            "\(root)events/", .log, isSignOfLife: true,
            get: Action(
                "Lists an incident's log, newest entry first.",
                answers: [.ok(.list(of: .event), "All entries.")], isList: true
            ) { call in
                let events = try await call.operations.log.events(of: call.id())
                return Reply { writer in
                    writer.list(events) { EventJSON($1).write(to: &$0, in: call.site.zone) }
                }
            },
            post: post)
    }

    /// The logs of all incidents; not in version 1.
    var allEvents: Endpoint {
        Endpoint(
            "\(version.path)incidents/events/", name: "\(version.rawValue)_events", .log,
            isSignOfLife: true,
            get: Action(
                "Lists the logs of all incidents, newest entry first.",
                query: ListLinks.parameters,
                answers: [.ok(.page("PaginatedEventList", of: .event), "A page of entries.")],
                isList: true
            ) { call in
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

    var event: Endpoint {
        Endpoint(
            "\(root)events/\(entry)/", .log, isSignOfLife: true,
            get: Action(
                "Shows an entry of an incident's log.", answers: [.ok(.event, "The entry.")]
            ) { call in
                let event = try await call.operations.log.event(call.id(entry), of: call.id())
                return Reply { EventJSON(event).write(to: &$0, in: call.site.zone) }
            })
    }

    private var post: Action {
        Action(
            "Adds an entry to an incident's log, which may close or reopen it.",
            details: """
                Sources post STA, END, RES, CHI, LES and OTH; people CLO, REO and OTH. \
                END and CLO end an open incident, RES and REO open a closed one.
                """,
            form: .newEvent, isOnce: true, answers: [.created(.event)]
        ) { call, form in
            let id: Incident.ID = try call.id()
            let body = try await call.body()
            let posted = try form.read(body, call)
                .acknowledged(at: call.here.acknowledgements(of: id, version))
            let zone = call.site.zone
            return try await call.creating(
                body, writing: { EventJSON($1).write(to: &$0, in: zone) }
            ) { once in
                try await call.operations.incidents.post(
                    posted, to: id, by: call.requester, once: once)
            }
        }
    }

    var acknowledgements: Endpoint {
        Endpoint(
            "\(root)acks/", .log, isSignOfLife: true,
            get: .list("Lists an incident's acknowledgements.", of: .acknowledgement) { call in
                let found = try await call.operations.log.acknowledgements(of: call.id())
                return Reply { writer in
                    writer.list(found) {
                        AcknowledgementJSON($1).write(to: &$0, in: call.site.zone)
                    }
                }
            },
            post: acknowledge)
    }

    private var acknowledge: Action {
        Action(
            "Acknowledges an incident: somebody knows of it.", form: .newAcknowledgement(version),
            isOnce: true, answers: [.created(.acknowledgement)]
        ) { call, form in
            let id: Incident.ID = try call.id()
            let body = await call.lateBody()
            let zone = call.site.zone
            return try await call.creating(
                body, writing: { AcknowledgementJSON($1).write(to: &$0, in: zone) }
            ) { once in
                try await call.operations.log.acknowledge(
                    id, with: try body.read(form), by: call.requester, once: once)
            }
        }
    }

    var acknowledgement: Endpoint {
        let change = Action.change(
            "Changes until when an acknowledgement holds.",
            details: "The new end lies ahead; one that has expired stays as it is.",
            form: .expiration, answers: [.ok(.acknowledgement)]
        ) { call, expiration in
            let incident: Incident.ID = try call.id()
            let changed = try await call.operations.log.expire(
                call.id(entry), of: incident, at: try expiration(), by: call.requester)
            return Reply { AcknowledgementJSON(changed).write(to: &$0, in: call.site.zone) }
        }
        return Endpoint(
            "\(root)acks/\(entry)/", .log, isSignOfLife: true,
            get: Action(
                "Shows an acknowledgement.",
                answers: [.ok(.acknowledgement, "The acknowledgement.")]
            ) { call in
                let found = try await call.operations.log.acknowledgement(
                    call.id(entry), of: call.id())
                return Reply { AcknowledgementJSON(found).write(to: &$0, in: call.site.zone) }
            },
            put: change, patch: change)
    }
}
