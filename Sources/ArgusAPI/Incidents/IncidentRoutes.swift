import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusTime
import ArgusWire
import HTTPTypes

/// `incidents/`: list, create, look at, change, delete.
struct IncidentRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)incidents/" }

    /// Everybody's incidents, and creating one.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in
                call.seen()
                let filter = try await filter(call)
                return try await list(call, .all([filter, stateByDefault(call.query)]))
            },
            post: create)
    }

    /// The asker's own incidents, and creating one.
    var mine: Endpoint {
        Endpoint(
            "\(root)mine/",
            get: { call in
                call.seen()
                let filter = try await filter(call, ofOwn: true)
                let own = try call.requester.source.map { [$0.rawValue] } ?? []
                return try await list(
                    call, .all([.sources(own), filter, stateByDefault(call.query)]))
            },
            post: create)
    }

    /// One incident.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                call.seen()
                let id: Incident.ID = try call.id()
                return reply(
                    try await call.operations.incidents.find(id, where: filter(call)), call)
            },
            put: { try await change($0, isWhole: true) },
            patch: { try await change($0, isWhole: false) },
            delete: { call in
                let (incidents, requester) = (call.operations.incidents, try call.requester)
                // Before the path: where nothing is deleted, nothing is looked for.
                try incidents.checkDeletion(by: requester)
                try await incidents.delete(call.id(), by: requester)
                return Reply(status: .noContent)
            })
    }

    /// The address of an incident's ticket; any text, since ticket systems differ.
    var ticketURL: Endpoint {
        Endpoint(
            "\(root):pk/ticket_url/",
            put: { call in
                call.seen()
                let body = await call.lateBody()
                let changed = try await call.operations.incidents.change(
                    call.id(), try body.read { try $0.ticketChange() }, by: call.requester)
                return Reply(["ticket_url": .string(changed.incident.ticketURL)])
            })
    }

    /// Asking for a ticket in a ticket system, of which there is none yet.
    var automaticTicket: Endpoint {
        Endpoint(
            "\(root):pk/automatic-ticket/",
            put: { call in
                call.seen()
                let url = try await call.operations.incidents.ticket(
                    of: call.id(), by: call.requester)
                return Reply(["ticket_url": .string(url)])
            })
    }

    /// Version 1 only: all open incidents, as a plain array.
    var open: Endpoint { plain("open/", .open(true)) }

    /// Version 1 only: all open incidents that nobody has acknowledged, as a plain array.
    var openUnacked: [Endpoint] {
        // The router compares paths as they were written, and some clients encode the plus.
        ["open+unacked/", "open%2Bunacked/", "open%2bunacked/"].map {
            plain($0, .all([.open(true), .acked(false)]))
        }
    }

    /// Version 1 only: what the old single-page front end needed to know.
    var metadata: Endpoint {
        Endpoint(
            "\(root)metadata/",
            get: { call in
                let sources = try await call.operations.sources.list()
                return Reply { writer in
                    writer.raw("{\"sourceSystems\":")
                    writer.list(sources) {
                        SourceSystemJSON($1).write(to: &$0, version, in: call.site.zone)
                    }
                    writer.raw("}")
                }
            })
    }
}

extension IncidentRoutes {
    private func plain(_ path: String, _ filter: IncidentFilter) -> Endpoint {
        Endpoint(
            root + path,
            get: { call in
                call.seen()
                return try await plainList(of: filter, call)
            })
    }

    /// All incidents that a filter describes, as a plain array.
    func plainList(of filter: IncidentFilter, _ call: Call) async throws -> Reply {
        let incidents = try await call.operations.incidents.listAll(filter)
        let now = call.operations.clock()
        return Reply(capacity: 65_536) { writer in
            writer.list(incidents) { write(&$0, $1, now, call.site.zone) }
        }
    }

    /// The incidents that the parameters of a request describe.
    func filter(_ call: Call, ofOwn: Bool = false) async throws -> IncidentFilter {
        let needsTypes = !ofOwn && call.query.value("source__type__in") != nil
        let types = needsTypes ? try await call.operations.sources.types() : []
        let stored = try await StoredFilters(call)
        let filter = try QueryFilter.read(
            call, version, sourceTypes: types, stored: stored, ofOwn: ofOwn)
        return filter == .all([]) ? .everything : filter
    }

    /// Version 1 lists only open, stateful incidents unless the query names a state, as the guide
    /// for glue services promises; a name with an empty value asks for all.
    private func stateByDefault(_ query: Query) -> IncidentFilter {
        let names = [
            "open", "stateful", "duration__gte", "source_incident_id", "id__in", "filter_pk",
            "notificationprofile_pk", "q",
        ]
        let namesState = query.items.contains { item in
            names.contains(item.name) || item.name.hasPrefix("end_time__")
        }
        return version == .v1 && !namesState ? .open(true) : .everything
    }

    private func list(_ call: Call, _ filter: IncidentFilter) async throws -> Reply {
        let hints = call.query.value("q").flatMap { try? WrittenFilter($0) }?.hints ?? []
        return try await answer(call, filter).hinting(hints)
    }

    private func answer(_ call: Call, _ filter: IncidentFilter) async throws -> Reply {
        if call.query.contains("count") { return try await count(call, filter) }
        let links = ListLinks(call)
        let page = try await call.operations.incidents.list(filter, links.page)
        let now = call.operations.clock()
        return Reply(capacity: 65_536) { writer in
            links.write(&writer, page.next, page.previous) { writer in
                writer.list(page.items) { write(&$0, $1, now, call.site.zone) }
            }
        }
    }

    private func count(_ call: Call, _ filter: IncidentFilter) async throws -> Reply {
        let count = try await call.operations.incidents.count(filter)
        var parameters = JSONObject()
        for item in call.query.items { parameters.set(item.name, to: .string(item.value)) }
        return Reply(["count": .integer(Int64(count)), "params": .object(parameters)])
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        call.seen()
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let source = input.incidentSource()
        let new = try input.newIncident(version)
        return try await call.creating(body, writing: writing(call)) { once in
            try await call.operations.incidents.create(
                new, source: source, by: requester, once: once)
        }
    }

    private func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        call.seen()
        let body = await call.lateBody()
        let incident = try await call.operations.incidents.change(
            call.id(), try body.read { try $0.incidentChange(version, isWhole: isWhole) },
            by: call.requester)
        return reply(incident, call)
    }

    private func reply(_ incident: SourcedIncident, _ call: Call) -> Reply {
        Reply { writing(call)(&$0, incident) }
    }

    private func writing(
        _ call: Call
    ) -> @Sendable (inout JSONWriter, SourcedIncident) -> Void {
        let clock = call.operations.clock
        let zone = call.site.zone
        return { [self] in write(&$0, $1, clock(), zone) }
    }

    private func write(
        _ writer: inout JSONWriter, _ incident: SourcedIncident, _ now: Timestamp, _ zone: Zone
    ) {
        IncidentJSON(incident, at: now).write(to: &writer, version, in: zone)
    }
}

extension Call {
    /// A request about incidents tells that its source system is alive.
    func seen() {
        if let asker { operations.sources.seen(asker) }
    }
}
