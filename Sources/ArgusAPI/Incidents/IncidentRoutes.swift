import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `incidents/`: list, create, look at, change, delete.
struct IncidentRoutes {
    let version: APIVersion

    private var root: Path { "\(version.path)incidents/" }

    /// That not the incidents are wanted, but their number.
    private static let count = Parameter<String>(
        "count", .text, "Answers how many there are instead; with any value, even none."
    ) { text, _ in text }

    var list: Endpoint {
        Endpoint(
            root, .incidents, isSignOfLife: true,
            get: list(
                "Lists incidents, the newest start first.",
                details: version == .v1
                    ? "Those that are open, unless the query names a state; all with `open=`."
                    : nil
            ) { call in
                let (query, filter) = try await call.incidentQuery(version)
                return try await answer(call, [filter]).hinting(query.hints)
            },
            post: create)
    }

    /// The asker's own incidents.
    var mine: Endpoint {
        Endpoint(
            "\(root)mine/", .incidents, isSignOfLife: true,
            get: list(
                "Lists the incidents of the source system that asks.", ofOwn: true
            ) { call in
                let (query, filter) = try await call.incidentQuery(version, ofOwn: true)
                let own = try call.requester.source.map { [$0.rawValue] } ?? []
                return try await answer(call, [.sources(own), filter]).hinting(query.hints)
            },
            post: create)
    }

    private func list(
        _ summary: String, details: String? = nil, ofOwn: Bool = false,
        _ handler: @escaping Endpoint.Handler
    ) -> Action {
        let page = Schema.page("PaginatedIncidentList", of: .incident(version))
        return Action(
            summary, details: details,
            query: IncidentListQuery.parameters(version, ofOwn: ofOwn) + [Self.count]
                + ListLinks.parameters,
            answers: [.ok(.either(page, .count), "A page of incidents, or how many there are.")],
            isList: true, handler)
    }

    var one: Endpoint {
        Endpoint(
            "\(root):pk/", .incidents, isSignOfLife: true,
            get: Action(
                "Shows an incident.", details: "If it fits the query, which is that of the list.",
                query: IncidentListQuery.parameters(version),
                answers: [.ok(.incident(version), "The incident.")]
            ) { call in
                let id: Incident.ID = try call.id()
                let filter = try await call.incidentQuery(version).filter
                return reply(try await call.operations.incidents.find(id, where: filter), call)
            },
            put: change("Changes an incident.", isWhole: true),
            patch: change("Changes some of an incident.", isWhole: false),
            delete: .delete(
                "Deletes an incident, if this server allows it.",
                details: "Its source system and superusers may.", refuses: [405]
            ) { call in
                try await call.operations.incidents.delete(call.id(), by: call.requester)
            })
    }

    /// The address of an incident's ticket; any text, since ticket systems differ.
    var ticketURL: Endpoint {
        Endpoint(
            "\(root):pk/ticket_url/", .incidents, isSignOfLife: true,
            put: .change(
                "Gives an incident the address of its ticket.", form: .ticketChange,
                answers: [.ok(.ticketURL)]
            ) { call, change in
                let changed = try await call.operations.incidents.change(
                    call.id(), try change(), by: call.requester)
                return Reply(["ticket_url": .string(changed.incident.ticketURL)])
            })
    }

    /// Asking for a ticket in a ticket system, of which there is none yet.
    var automaticTicket: Endpoint {
        Endpoint(
            "\(root):pk/automatic-ticket/", .incidents, isSignOfLife: true,
            put: Action(
                "Asks the ticket system for a ticket; answers the one that there is.",
                refuses: [400], answers: [.ok(.ticketURL)]
            ) { call in
                let url = try await call.operations.incidents.ticket(
                    of: call.id(), by: call.requester)
                return Reply(["ticket_url": .string(url)])
            })
    }

    /// What version 1 has beside the list: plain arrays.
    var plainLists: [Endpoint] {
        [
            plain("open/", "Lists all open incidents.", .open(true)),
            // The router compares paths as they were written, and some clients encode the plus.
            plain(
                "open+unacked/", aliases: ["open%2Bunacked/", "open%2bunacked/"],
                "Lists all open incidents that nobody has acknowledged.",
                .all([.open(true), .acked(false)])),
        ]
    }

    /// Version 1 only: what the old single-page front end needed to know.
    var metadata: Endpoint {
        let sources = Schema.list(of: .source(version))
        return Endpoint(
            "\(root)metadata/", .incidents,
            get: Action(
                "Lists the source systems.",
                answers: [
                    .ok(.answer("IncidentMetadata", ["sourceSystems": sources]), "All of them.")
                ]
            ) { call in
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
    private func plain(
        _ path: String, aliases: [String] = [], _ summary: String, _ filter: IncidentFilter
    ) -> Endpoint {
        Endpoint(
            "\(root)\(path)", aliases: aliases.map { "\(root)\($0)" }, .incidents,
            isSignOfLife: true,
            get: Action(
                summary, details: "The other parameters are looked at together with `q` only.",
                query: IncidentListQuery.parameters(version),
                answers: [.ok(.list(of: .incident(version)), "All of them.")], isList: true
            ) { call in
                // What the existing server knows elsewhere, it does not look at here.
                guard call.query.contains("q") else { return try await plainList(of: filter, call) }
                let (query, asked) = try await call.incidentQuery(version)
                return try await plainList(of: .all([filter, asked]), call).hinting(query.hints)
            })
    }

    /// All incidents that a filter describes, as a plain array: those that fit on a page at once, more
    /// of them page by page.
    func plainList(of filter: IncidentFilter, _ call: Call) async throws -> Reply {
        let first = try await call.operations.incidents.list(
            filter, PageRequest(size: Self.plainPage))
        let now = call.operations.clock()
        guard first.next != nil else {
            return Reply(capacity: 65_536) { writer in
                writer.list(first.items) { write(&$0, $1, now, call.site.zone) }
            }
        }
        let pages = PlainPages(first) { cursor in
            try await call.operations.incidents.list(
                filter, PageRequest(size: Self.plainPage, cursor: cursor))
        }
        return Reply(pieces: {
            guard let (items, isFirst, isLast) = try await pages.next() else { return nil }
            return JSONPiece { writer in
                for (index, item) in items.enumerated() {
                    writer.raw(isFirst && index == 0 ? "[" : ",")
                    write(&writer, item, now, call.site.zone)
                }
                if isLast { writer.raw("]") }
            }
        })
    }

    /// So many incidents of a plain list are read at once.
    private static let plainPage = 500

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

    /// A page of the incidents that filters describe, or their number.
    private func answer(_ call: Call, _ filters: [IncidentFilter]) async throws -> Reply {
        let filter = IncidentFilter.all(filters + [stateByDefault(call.query)])
        if call.query.contains(Self.count.name) { return try await count(call, filter) }
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

    private var create: Action {
        .create(
            "Creates an incident.",
            details: "As a source system; superusers say with `source` for which.",
            form: .newIncident(version), answers: [.created(.incident(version))],
            writing: { write(&$0, $1, $2.operations.clock(), $2.site.zone) }
        ) { call, asked, once in
            try await call.operations.incidents.create(
                asked.new, source: asked.source, by: call.requester, once: once)
        }
    }

    private func change(_ summary: String, isWhole: Bool) -> Action {
        .change(
            summary, form: .incidentChange(version, isWhole: isWhole),
            answers: [.ok(.incident(version))]
        ) { call, change in
            let incident = try await call.operations.incidents.change(
                call.id(), try change(), by: call.requester)
            return reply(incident, call)
        }
    }

    private func reply(_ incident: SourcedIncident, _ call: Call) -> Reply {
        Reply { write(&$0, incident, call.operations.clock(), call.site.zone) }
    }

    private func write(
        _ writer: inout JSONWriter, _ incident: SourcedIncident, _ now: Timestamp, _ zone: Zone
    ) {
        IncidentJSON(incident, at: now).write(to: &writer, version, in: zone)
    }
}
