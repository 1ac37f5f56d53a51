import ArgusClient
import ArgusVocabulary
import ArgusWire

extension Contents {
    /// Does what a request says, and answers as Argus does.
    mutating func reply(to request: FakeArgus.Request) -> FakeArgus.Reply {
        do throws(FakeArgus.Reply) {
            switch request.version {
            case .v2?: return try reply(to: request, .v2)
            case .v3?: return try reply(to: request, .v3)
            default:
                return request.path == "/api/"
                    ? FakeArgus.Reply(200, ["server-version": "fake"]) : .noSuchPage
            }
        } catch {
            return error
        }
    }

    private mutating func reply(
        to request: FakeArgus.Request, _ version: APIVersion
    ) throws(FakeArgus.Reply) -> FakeArgus.Reply {
        let (body, pk) = (request.json, request.incidentPK)
        switch request.route {
        case "GET incidents", "GET incidents/mine": return try list(request, version)
        case "POST incidents": return FakeArgus.Reply(201, try create(body).json(version))
        case "GET incidents/ID":
            return FakeArgus.Reply(200, incidents[try place(of: pk)].json(version))
        case "PATCH incidents/ID":
            let place = try place(of: pk)
            try change(place, to: body)
            return FakeArgus.Reply(200, incidents[place].json(version))
        case "PUT incidents/ID/ticket_url":
            let url = body["ticket_url"] ?? .string("")
            try change(try place(of: pk), to: ["ticket_url": url])
            return FakeArgus.Reply(200, ["ticket_url": url])
        case "POST incidents/batch" where version == .v3:
            return FakeArgus.Reply(200, batch(body))
        case "PUT incidents/mine/snapshot" where version == .v3:
            return try snapshot(body, request.parameters)
        default: return try replyAboutLog(to: request)
        }
    }

    /// What is the same in versions 2 and 3.
    private mutating func replyAboutLog(
        to request: FakeArgus.Request
    ) throws(FakeArgus.Reply) -> FakeArgus.Reply {
        let (body, pk) = (request.json, request.incidentPK)
        switch request.route {
        case "GET incidents/ID/events":
            let id = incidents[try place(of: pk)].id
            let log = events.filter { $0.incidentID == id }.sorted(by: Self.isNewer)
            return FakeArgus.Reply(200, .array(log.map(\.json)))
        case "POST incidents/ID/events":
            return FakeArgus.Reply(201, try record(body, at: place(of: pk)).json)
        case "GET incidents/ID/acks":
            let id = incidents[try place(of: pk)].id
            let all = acknowledgements.filter { $0.event.incidentID == id }
                .sorted { Self.isNewer($0.event, $1.event) }
            return FakeArgus.Reply(200, .array(all.map(\.json)))
        case "POST incidents/ID/acks":
            return FakeArgus.Reply(201, try acknowledge(body, at: place(of: pk)).json)
        case "PATCH incidents/ID/acks/ID":
            let last = request.path.split(separator: "/").compactMap { Int64($0) }.last
            return FakeArgus.Reply(
                200, try expire(last.map { Event.ID($0) }, body, at: place(of: pk)).json)
        case "POST incidents/sources/heartbeat": return FakeArgus.Reply(204)
        case "POST auth/token/login":
            return FakeArgus.Reply(200, ["token": "another", "expiration": .null])
        default: return .noSuchPage
        }
    }

    private static func isNewer(_ one: Event, _ other: Event) -> Bool {
        (one.timestamp, one.id) > (other.timestamp, other.id)
    }

    /// A page of incidents, the newest first.
    private func list(
        _ request: FakeArgus.Request, _ version: APIVersion
    ) throws(FakeArgus.Reply) -> FakeArgus.Reply {
        let query = try ListQuery(request.parameters)
        let now = clock()
        let rest = incidents.filter { query.fits($0, at: now) }
            .sorted { ($0.startTime, $0.id) > ($1.startTime, $1.id) }
            .drop { incident in query.cursor.map { incident.id.rawValue != $0 } ?? false }
        let page = rest.prefix(query.pageSize)
        let next = rest.dropFirst(query.pageSize).first.map { incident -> JSONValue in
            let others = request.query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }
            let parameters = others + ["cursor=\(incident.id)"]
            return .string("http://fake\(request.path)?\(parameters.joined(separator: "&"))")
        }
        return FakeArgus.Reply(
            200,
            [
                "next": next ?? .null, "previous": .null,
                "results": .array(page.map { $0.json(version) }),
            ])
    }
}

extension Incident {
    /// What a version of the API answers.
    func json(_ version: APIVersion) -> JSONValue {
        JSONValue { write(to: &$0, version, in: .utc) }
    }
}

extension Event {
    fileprivate var json: JSONValue { JSONValue { write(to: &$0, in: .utc) } }
}

extension Acknowledgement {
    fileprivate var json: JSONValue { JSONValue { write(to: &$0, in: .utc) } }
}

extension JSONValue {
    /// The value that is written; what is written here is JSON.
    init(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        write(&writer)
        self = (try? JSONValue(parsing: writer.text)) ?? .null
    }
}
