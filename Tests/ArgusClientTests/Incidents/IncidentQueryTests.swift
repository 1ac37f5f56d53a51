import ArgusClient
import ArgusVocabulary
import ArgusWire
import Testing

@testable import struct ArgusClient.IncidentQuery

@Suite struct `The query of a list` {
    @Test func `is empty when everything is asked for`() throws {
        #expect(try IncidentQuery().text(.v2) == "")
    }

    @Test func `names every state in version 1, which shows only open ones otherwise`() throws {
        #expect(try IncidentQuery().text(.v1) == "open=")
        #expect(try IncidentQuery(open: true).text(.v1) == "open=true")
    }

    @Test func `writes states, tags and limits`() throws {
        let query = IncidentQuery(
            open: true,
            stateful: true,
            acked: false,
            ticket: false,
            tags: ["host": "a b", "host": "c"],
            level: .high,
            duration: .seconds(150)
        )

        #expect(
            try query.text(.v2) == "open=true&stateful=true&acked=false&ticket=false"
                + "&tags=host%3Da%20b%2Chost%3Dc&level__lte=2&duration__gte=3"
        )
    }

    @Test func `writes lists, times and words`() throws {
        let query = IncidentQuery(
            ids: [1, 2],
            sources: [3],
            sourceNames: ["nav"],
            sourceTypes: ["nav", "zabbix"],
            sourceIncidentID: "æ",
            startedFrom: .sample,
            startedUntil: .sample,
            endedFrom: .sample,
            endedUntil: .sample,
            search: "down",
            q: "host~^a start>=+1h",
            pageSize: 20
        )
        let time = "2026-11-22T09%3A10%3A43Z"

        #expect(
            try query.text(.v2) == "id__in=1%2C2&source__id__in=3&source__name__in=nav"
                + "&source__type__in=nav%2Czabbix&source_incident_id=%C3%A6"
                + "&start_time__gte=\(time)&start_time__lte=\(time)"
                + "&end_time__gte=\(time)&end_time__lte=\(time)&search=down"
                + "&q=host~%5Ea%20start%3E%3D%2B1h&page_size=20"
        )
    }

    @Test(arguments: [
        IncidentQuery(ids: []), IncidentQuery(sources: []), IncidentQuery(sourceNames: []),
        IncidentQuery(open: true, sourceTypes: []),
    ])
    func `asks for nothing where a list is empty, and not for everything`(
        query: IncidentQuery
    ) async throws {
        #expect(try query.text(.v2) == nil)
        try await withServer([:]) { harness in
            for try await _ in harness.argus.incidents(query) { Issue.record("an incident") }
            for try await _ in harness.argus.mine(query) { Issue.record("an incident") }

            #expect(harness.server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        IncidentQuery(tags: ["host": "a,b=c"]), IncidentQuery(sourceNames: ["a,b"]),
        IncidentQuery(sourceTypes: ["a", ""]), IncidentQuery(sourceIncidentID: ""),
    ])
    func `is refused before anything is sent when it would mean something else`(
        query: IncidentQuery
    ) async throws {
        try await withServer([:]) { harness in
            let ofList = await failure { () async throws(ArgusError) in
                for try await _ in harness.argus.incidents(query) {}
            }
            let ofFeed = await failure { () async throws(ArgusError) in
                for try await _ in harness.argus.changes(matching: query) {}
            }

            #expect(ofList?.isUnsayable == true)
            #expect(ofFeed?.isUnsayable == true)
            #expect(harness.server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        (Duration.seconds(60), "1"), (.seconds(61), "2"), (.milliseconds(1), "1"),
        (.seconds(-90), "-1"),
    ])
    func `counts part of a minute as one, so that nothing shorter is found`(
        duration: Duration, minutes: String
    ) throws {
        #expect(try IncidentQuery(duration: duration).text(.v2) == "duration__gte=\(minutes)")
    }
}

@Suite struct `The query of one's own incidents` {
    private static let path = "GET /api/v2/incidents/mine/"

    private static let unasked: [(IncidentQuery, [Incident.ID])] = [
        (IncidentQuery(ids: [4, 9]), [4]), (IncidentQuery(level: .high), [5]),
        (IncidentQuery(sources: [2]), [5, 4]), (IncidentQuery(sourceNames: ["other"]), []),
        (IncidentQuery(sourceTypes: ["nav"]), [5, 4]), (IncidentQuery(level: .high, ids: [4]), []),
    ]

    @Test(arguments: unasked)
    func `keeps to what the API cannot be asked for there`(
        query: IncidentQuery, ids: [Incident.ID]
    ) async throws {
        var worse = Incident.sample(id: 5)
        worse.level = .high
        let answer = Reply(body: page([worse, .sample(id: 4)]))
        try await withServer([Self.path: [answer]]) { harness in
            var found: [Incident.ID] = []
            for try await incident in harness.argus.mine(query) { found.append(incident.id) }

            #expect(found == ids)
            #expect(harness.server.request.query.isEmpty)
        }
    }

    @Test func `asks for the rest`() async throws {
        try await withServer([Self.path: [Reply(body: page([]))]]) { harness in
            let query = IncidentQuery(open: true, level: .high, ids: [4], sourceIncidentID: "a")
            for try await _ in harness.argus.mine(query) {}

            #expect(harness.server.request.query == "open=true&source_incident_id=a")
        }
    }

    @Test func `is refused with words to search for, which nothing could keep to`() async throws {
        try await withServer([:]) { harness in
            let error = await failure { () async throws(ArgusError) in
                for try await _ in harness.argus.mine(IncidentQuery(search: "down")) {}
            }

            #expect(error?.isUnsayable == true)
            #expect(harness.server.requests.isEmpty)
        }
    }
}

extension ArgusError {
    /// Whether what was asked for cannot be said in the API.
    var isUnsayable: Bool {
        if case .unsayable = kind { true } else { false }
    }
}
