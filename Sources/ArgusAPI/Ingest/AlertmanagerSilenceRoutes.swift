import ArgusAlerts
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// Alertmanager's silences, each of which is a task of planned maintenance.
///
/// What is planned in the dashboard is listed here, and what is silenced here is planned there.
/// Everybody may look; the staff may plan.
enum AlertmanagerSilenceRoutes {
    private static let id = PathPart("id", .someText, "Its id.")

    static let endpoints = [
        ForeignEndpoint(
            "\(AlertmanagerRoutes.root)silences", refusing: AlertmanagerRoutes.refusal, get: list,
            post: plan),
        ForeignEndpoint(
            "\(AlertmanagerRoutes.root)silence/\(id)", refusing: AlertmanagerRoutes.refusal,
            get: show, delete: end),
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        _ = try call.requester
        let wanted = try AlertmanagerMatcher.filter(of: call)
        let tasks = try await call.operations.plannedMaintenance.list()
        let silences = tasks.map { AlertmanagerSilence($0, at: call.operations.clock()) }
            .filter { silence in wanted.allSatisfy(silence.matchers.contains) }
        return Reply(.array(silences.map(\.json)))
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let found = try await call.operations.plannedMaintenance.find(
            task(named: call.text(of: id)))
        return Reply(AlertmanagerSilence(found, at: call.operations.clock()).json)
    }

    @Sendable private static func plan(_ call: Call) async throws -> Reply {
        guard let body = try await call.foreignBody() else {
            throw Refusal.invalid(.text("The body is no JSON."))
        }
        let new: PostedSilence
        do throws(DialectProblem) {
            new = try PostedSilence(body, in: call.site.zone)
        } catch {
            throw Refusal.invalid(.text(error.description))
        }
        let old = try new.id.map { id in try task(named: id) }
        if let old { _ = try await call.operations.plannedMaintenance.find(old) }
        let planned = try await call.operations.plannedMaintenance.silence(
            IncidentFilter(new.matchers), startTime: new.startsAt, endTime: new.endsAt,
            description: new.description, changing: old, by: call.requester)
        return Reply(["silenceID": .string(AlertmanagerSilence.id(of: planned.task.id))])
    }

    @Sendable private static func end(_ call: Call) async throws -> Reply {
        try await call.operations.plannedMaintenance.end(
            task(named: call.text(of: id)), by: call.requester)
        return Reply([:])
    }

    private static func task(named id: String) throws(Refusal) -> PlannedMaintenance.ID {
        guard let task = AlertmanagerSilence.task(of: id) else {
            throw .notFound("There is no silence \(id.inOneLine).")
        }
        return task
    }
}

/// What is posted to plan a silence (`postableSilence`).
private struct PostedSilence {
    let id: String?
    let matchers: [AlertmanagerMatcher]
    let startsAt: Timestamp
    let endsAt: Timestamp
    let description: String

    init(_ json: JSONValue, in zone: Zone) throws(DialectProblem) {
        let items = json["matchers"]?.array ?? []
        guard !items.isEmpty else {
            throw DialectProblem("`matchers` is missing: it says what is silenced.")
        }
        matchers = try items.map { item throws(DialectProblem) in try AlertmanagerMatcher(item) }
        let matchesAll = matchers.allSatisfy { matcher in
            matcher.isEqual && (matcher.isRegex ? [".*", ".+"].contains(matcher.value) : false)
        }
        guard !matchesAll else {
            throw DialectProblem("At least one matcher must not match everything.")
        }
        let start = Timestamp(said: json.filled("startsAt"), in: zone)
        let end = Timestamp(said: json.filled("endsAt"), in: zone)
        guard let start, let end else {
            throw DialectProblem("`startsAt` and `endsAt` must be times (RFC 3339).")
        }
        guard end > start else { throw DialectProblem("`endsAt` must be after `startsAt`.") }
        (startsAt, endsAt, id) = (start, end, json.filled("id"))
        let comment = json.filled("comment") ?? ""
        let author = json.filled("createdBy") ?? ""
        guard !comment.isEmpty else {
            throw DialectProblem("`comment` is missing: it says why.")
        }
        description = author.isEmpty ? comment : "\(comment) (\(author))"
    }
}

/// A task of planned maintenance as a silence (`gettableSilence`).
struct AlertmanagerSilence {
    let matchers: [AlertmanagerMatcher]
    let json: JSONValue

    init(_ task: DetailedMaintenance, at now: Timestamp) {
        matchers = task.filters.flatMap(\.blob.filter.matchers)
        let (maintenance, last) = (task.task, Timestamp(unixSeconds: 253_402_300_799))
        // Of what comes again, the window that goes on or comes next.
        let window = maintenance.windows.window(at: now)
        let state =
            window.end <= now ? "expired" : window.start > now ? "pending" : "active"
        json = [
            "id": .string(Self.id(of: maintenance.id)), "status": ["state": .string(state)],
            "updatedAt": .string(maintenance.created.text()),
            "comment": .string(maintenance.description),
            "createdBy": .string(maintenance.creatorName),
            "startsAt": .string(window.start.text()),
            "endsAt": .string(min(window.end, last).text()),
            "matchers": .array(matchers.map(\.json)),
        ]
    }

    /// A task's name there: a UUID (RFC 9562, version 8), whose last digits are its primary key.
    static func id(of task: PlannedMaintenance.ID) -> String {
        let digits = String(task.rawValue, radix: 16)
        return prefix + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    /// The task of a name; nil if it is none of ours.
    static func task(of id: String) -> PlannedMaintenance.ID? {
        guard id.hasPrefix(prefix), id.utf8.count == prefix.utf8.count + 12 else { return nil }
        return Int64(id.dropFirst(prefix.count), radix: 16).map { PlannedMaintenance.ID($0) }
    }

    private static let prefix = "00000000-0000-8000-8000-"
}
