import ArgusAPI
import ArgusHTTP
import ArgusSQL
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// How much there is of everything, one after the other.
private let sizes = [1, 10, 100]

@Suite struct `What a request costs` {
    /// Lists with parameters, beside all that can be looked at.
    private static let searches = APIVersion.allCases.flatMap { version in
        ["?open=true&tags=host=a&search=down", "?count&acked=false", "mine/?source_incident_id=1"]
            .map { "\(version.path)incidents/\($0)" }
    }

    /// Everything that can be looked at: the paths of the site map, but for those of the feed, which
    /// wait for what is to come.
    private static var views: [String] {
        APIRoutes.endpoints.filter { $0.allowed.contains(.get) }
            .map { endpoint in
                endpoint.path.text.split(separator: "/", omittingEmptySubsequences: false)
                    .map { filled($0, in: endpoint.path.text) }.joined(separator: "/")
            }.filter { !$0.hasSuffix("/changes/") }
    }

    /// A part of a path with what `grow` has made.
    private static func filled(_ part: Substring, in path: String) -> String {
        switch part {
        case ":tag": "host=a"
        case ":event": path.contains("/acks/") ? "3" : "1"
        case _ where path.contains("/media/:"): part.hasPrefix(":") ? "sms" : String(part)
        case _ where part.hasPrefix(":"): path.contains("/source-types/") ? "nav" : "1"
        default: String(part)
        }
    }

    @Test func `does not grow with what there is to answer`() async throws {
        // Making one of everything takes a dozen requests, so there is less of it than elsewhere.
        let sizes = [1, 5, 20]
        try await APIServer.run(isRecorded: true) { server in
            var costs: [[String: Int]] = []
            for (size, formerSize) in zip(sizes, [0] + sizes) {
                try await server.grow(from: formerSize, to: size)
                var cost: [String: Int] = [:]
                for path in Self.views + Self.searches {
                    cost[path] = try await server.statements(.get, path).count
                }
                costs.append(cost)
            }

            #expect(costs[0].count > 40)
            for (path, count) in costs[0] {
                #expect(costs[1][path] == count, "\(path)")
                #expect(costs[2][path] == count, "\(path)")
            }
        }
    }

    /// Requests that write as many incidents as they are asked to, and the most statements that one more
    /// incident costs.
    private static let writes:
        [(path: String, perRow: Int, body: @Sendable (Range<Int>) -> String)] = [
            (
                "v2/incidents/acks/bulk/", 6,
                { #"{"ids":\#(pks($0)),"ack":{"timestamp":"2025-06-15","description":"on it"}}"# }
            ),
            (
                "v2/incidents/events/bulk/", 4,
                {
                    #"{"ids":\#(pks($0)),"event":{"type":"OTH","timestamp":"2025-06-15","description":"x"}}"#
                }
            ),
            ("v2/incidents/ticket_url/bulk/", 5, { #"{"ids":\#(pks($0)),"ticket_url":"x"}"# }),
            ("v3/incidents/batch/", 5, { items($0, #""op":"update","level":2"#) }),
            ("v3/incidents/batch/", 6, { items($0, #""op":"close""#) }),
        ]

    private static func pks(_ range: Range<Int>) -> String { "\(range.map { $0 + 1 })" }

    private static func items(_ range: Range<Int>, _ members: String) -> String {
        let items = range.map { #"{"source_incident_id":"\#($0 + 1)",\#(members)}"# }
        return #"{"items":[\#(items.joined(separator: ","))]}"#
    }

    @Test
    func `reads no more often for many that are written, and writes each by a few statements`()
        async throws
    {
        for (path, perRow, body) in Self.writes {
            try await APIServer.run(isRecorded: true) { server in
                try await server.ask(.post, "v3/incidents/batch/", creating(0..<111), as: .nav)
                var costs: [(reads: Int, all: Int)] = []
                for (size, start) in zip(sizes, [0, 1, 11]) {
                    let statements = try await server.statements(
                        .post, path, body(start..<(start + size)))
                    costs.append((statements.count { $0.isRead }, statements.count))
                }

                #expect(
                    costs[0].reads == costs[1].reads && costs[1].reads == costs[2].reads, "\(path)")
                #expect(costs[2].all - costs[1].all <= 90 * perRow, "\(path) \(costs)")
                #expect(costs[1].all > 5, "\(path)")
            }
        }
    }

    @Test func `is bounded for each incident that a batch creates, by its tags`() async throws {
        try await APIServer.run(isRecorded: true) { server in
            var costs: [Int] = []
            for (size, start) in zip(sizes, [0, 1, 11]) {
                costs.append(
                    try await server.statements(
                        .post, "v3/incidents/batch/", creating(start..<(start + size))
                    ).count)
            }

            // On SQLite: the incident, its event, what is to be told, and the change; for each tag, to
            // find it and to relate it twice.
            #expect(costs[2] - costs[1] <= 90 * (4 + 3 * 2))
        }
    }

    @Test func `is the same for a snapshot of many that changes nothing`() async throws {
        try await APIServer.run(isRecorded: true) { server in
            var costs: [Int] = []
            for size in sizes {
                let body = #"{"incidents":[\#(problems(0..<size))]}"#
                try await server.statements(.put, "v3/incidents/mine/snapshot/", body)
                costs.append(
                    try await server.statements(.put, "v3/incidents/mine/snapshot/", body).count)
            }

            #expect(costs[0] == costs[1] && costs[1] == costs[2])
        }
    }
}

/// Problems that are open, with two tags each.
private func problems(_ range: Range<Int>, _ more: String = "") -> String {
    range.map {
        #"{\#(more)"source_incident_id":"\#($0 + 1)","start_time":"2025-06-15T12:00:00Z","#
            + #""description":"down","tags":["host=a","box=b"]}"#
    }.joined(separator: ",")
}

private func creating(_ range: Range<Int>) -> String {
    #"{"items":[\#(problems(range, #""op":"create","#))]}"#
}

extension SQL {
    /// Fetching keys and taking locks belongs to writing.
    fileprivate var isRead: Bool {
        text.hasPrefix("SELECT") && !text.contains("nextval(") && !text.contains("pg_advisory")
    }
}

extension APIServer {
    /// The statements that a request runs, which must not be refused for what is wrong with it.
    @discardableResult
    fileprivate func statements(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil
    ) async throws -> [SQL] {
        let asker =
            path.contains("/mine/") || path.contains("v3/") && body != nil ? Asker.nav : .alice
        return try await recorder.statements {
            let answer = try await ask(method, path, body, as: asker)
            #expect(![400, 409, 500].contains(answer.status), "\(method) \(path) \(answer.text)")
        }
    }

    /// Plans one more of what is to be notified, and where, and of maintenance.
    private func plan(_ number: Int) async throws {
        let root = "v2/notificationprofiles/"
        try await post(
            "\(root)destinations/",
            #"{"media":"sms","settings":{"phone_number":"+47922\#(33000 + number)"}}"#, as: .alice)
        let timeslot = try await post(
            "\(root)timeslots/", #"{"name":"t\#(number)","time_recurrences":[]}"#, as: .alice
        ).json["pk"]?.integer
        try await post(
            root,
            #"{"name":"p\#(number)","timeslot":\#(try #require(timeslot)),"filters":[\#(number + 1)],"#
                + #""destinations":[\#(number + 1)]}"#, as: .alice)
        try await post(
            "v2/plannedmaintenance/", #"{"filters":[\#(number + 1)]}"#, as: .charlie)
    }

    /// Makes more of everything: incidents, what belongs to the first of them, sources,
    /// accounts, tokens and preferences.
    fileprivate func grow(from start: Int, to end: Int) async throws {
        try await ask(.post, "v3/incidents/batch/", creating(start..<end), as: .nav)
        for number in start..<end {
            try await post("v2/incidents/1/events/", #"{"type":"OTH","description":"x"}"#, as: .bob)
            try await post(
                "v2/incidents/1/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, as: .bob)
            try await post("v2/incidents/1/tags/", #"{"tag":"n=\#(number)"}"#, as: .nav)
            let name = "n" + String(repeating: "x", count: number)
            try await post("v2/incidents/source-types/", #"{"name":"\#(name)"}"#, as: .bob)
            try await post(
                "v2/notificationprofiles/filters/",
                #"{"name":"f\#(number)","filter":{"open":true}}"#, as: .alice)
            try await plan(number)
            try await post(
                "v2/incidents/sources/", #"{"name":"n\#(number)","type":"nav"}"#, as: .alice)
            try await post("v3/users/", #"{"username":"user\#(number)"}"#, as: .alice)
            try await post("v3/tokens/", #"{"name":"t\#(number)"}"#, as: .alice)
            try await ask(.put, "v3/preferences/p\(number)/", #"{"a":1}"#, as: .alice)
        }
    }
}
