import ArgusClient
import ArgusClientTesting
import ArgusVocabulary
import Testing

@Suite struct `The fake server answers as the real one` {
    @Test(arguments: [APIVersion.v2, .v3])
    func `to a source that tells of problems one by one`(version: APIVersion) async throws {
        try await compare(version) { conversation in
            let first = try await conversation.post("a", at: 0, level: .high, tags: ["host": "a"])
            await conversation.note { try await $0.post(.sample("a")) }
            await conversation.note { try await $0.incident(999) }
            await conversation.note {
                try await $0.change(first, IncidentChange(level: .low, tags: ["host": "b"]))
            }
            await conversation.note { try await $0.change(first, IncidentChange(level: .low)) }
            await conversation.note {
                try await $0.setTicketURL("https://tickets.example.org/7", on: first)
                return try await $0.incident(first)
            }
            await conversation.note {
                try await $0.post(NewEvent(type: .other, timestamp: moment(30)), to: first)
            }
            for seconds: Int64 in [60, 61] {
                await conversation.note { try await $0.resolve(first, at: moment(seconds)) }
            }
            await conversation.note { try await $0.restart(first, at: moment(90)) }
            await conversation.note { try await $0.incident(first) }
            await conversation.noteLog(of: first)
        }
    }

    @Test func `to what has no end, and what is over`() async throws {
        try await compare(.v2) { conversation in
            let stateless = try await conversation.post("s", at: 0, ending: .stateless)
            let over = try await conversation.post("o", at: 0, ending: .ended(moment(5)))
            for id in [stateless, over] {
                await conversation.note { try await $0.resolve(id, at: moment(60)) }
                await conversation.note { try await $0.incident(id) }
                await conversation.noteLog(of: id)
            }
        }
    }

    @Test func `to somebody who takes care`() async throws {
        try await compare(.v2) { conversation in
            let first = try await conversation.post("a", at: 0)
            let second = try await conversation.post("b", at: 0)
            await conversation.note {
                try await $0.acknowledge(
                    first, NewAcknowledgement(timestamp: moment(5), description: "mine"))
            }
            await conversation.note {
                try await $0.acknowledge(
                    second, NewAcknowledgement(timestamp: moment(5), expiration: moment(6)))
            }
            for id in [first, second] {
                await conversation.note { try await $0.incident(id) }
                await conversation.note { try await $0.acknowledgements(of: id) }
                await conversation.noteLog(of: id)
            }
        }
    }

    @Test(arguments: [APIVersion.v2, .v3])
    func `to whoever lists`(version: APIVersion) async throws {
        try await compare(version) { conversation in
            let levels: [Incident.Level] = [.critical, .high, .moderate, .low, .information]
            for (number, level) in levels.enumerated() {
                try await conversation.post(
                    "\(number)", at: Int64(number) * 60, level: level,
                    tags: ["host": number < 3 ? "a" : "b", "n": "\(number)"])
            }
            try await conversation.post("s", at: 10, ending: .stateless)
            try await conversation.post("o", at: 20, ending: .ended(moment(30)))
            let queries = [
                IncidentQuery(), IncidentQuery(open: true), IncidentQuery(open: false),
                IncidentQuery(stateful: false), IncidentQuery(acked: true),
                IncidentQuery(ticket: false), IncidentQuery(tags: ["host": "a"]),
                IncidentQuery(tags: ["host": "a", "host": "b", "n": "4"]),
                IncidentQuery(level: .moderate), IncidentQuery(sourceIncidentID: "3"),
                IncidentQuery(startedFrom: moment(60), startedUntil: moment(180)),
                IncidentQuery(endedFrom: moment(30)), IncidentQuery(endedUntil: moment(30)),
                IncidentQuery(duration: .seconds(120)), IncidentQuery(ids: [1, 3]),
                IncidentQuery(sourceNames: ["nobody"]), IncidentQuery(pageSize: 2),
            ]
            for query in queries {
                await conversation.note { argus in
                    var found: [String] = []
                    for try await incident in argus.incidents(query) {
                        found.append(incident.sourceIncidentID)
                    }
                    return found
                }
            }
            await conversation.note { try await $0.mine(sourceIncidentID: "o") }
        }
    }

    @Test func `to a batch`() async throws {
        try await compare(.v3) { conversation in
            try await conversation.post("open", at: 0, tags: ["host": "a"])
            try await conversation.post("over", at: 0, ending: .ended(moment(60)))
            try await conversation.post("stateless", at: 0, ending: .stateless)
            await conversation.note {
                try await $0.batch([
                    .post(.sample("new", at: 5)), .post(.sample("open", level: .critical)),
                    .post(.sample("over", at: 30)), .post(.sample("over", at: 90)),
                    .change(.sourceIncidentID("new"), IncidentChange(description: "other")),
                    .close(.sourceIncidentID("new"), at: moment(100), description: "up"),
                    .close(.sourceIncidentID("new"), at: moment(101)),
                    .close(.sourceIncidentID("stateless"), at: moment(101)),
                    .close(.sourceIncidentID("nobody"), at: moment(101)), .close(.id(999)),
                ])
            }
            for name in ["open", "over", "new", "stateless"] {
                await conversation.noteLog(of: name)
            }
        }
    }

    @Test func `to a snapshot`() async throws {
        try await compare(.v3) { conversation in
            for number in 0..<24 { try await conversation.post("\(number)", at: 0) }
            try await conversation.post("over", at: 0, ending: .ended(moment(60)))
            try await conversation.post("stateless", at: 0, ending: .stateless)
            try await conversation.post("newer", at: 5000)
            let told = [
                NewIncident.sample("0"), .sample("1", level: .critical), .sample("over"),
                .sample("new"), .sample("stateless"),
            ]
            await conversation.note { try await $0.rehearseSnapshot(told, takenAt: moment(1000)) }
            await conversation.note { try await $0.snapshot(told, takenAt: moment(1000)) }
            await conversation.note {
                try await $0.snapshot(told, takenAt: moment(1000), closing: .unlimited)
            }
            await conversation.note { try await $0.snapshot(told, takenAt: moment(1000)) }
            for name in ["0", "1", "2", "over"] { await conversation.noteLog(of: name) }
        }
    }

    @Test func `to whoever follows`() async throws {
        try await compare(.v3) { conversation in
            let first = try await conversation.post("a", at: 0, level: .critical)
            try await conversation.post("b", at: 0)
            _ = try await conversation.argus.resolve(first, at: moment(60))
            for query in [IncidentQuery(), IncidentQuery(level: .critical)] {
                await conversation.note { argus in
                    var told: [String] = []
                    for try await change in argus.changes(
                        since: 0, matching: query, includingOthers: true)
                    {
                        told.append("\(change.type) \(change.incident?.sourceIncidentID ?? "-")")
                        if told.count == 3 { break }
                    }
                    return told
                }
            }
        }
    }

    /// Holds the same conversation with both, and compares what they say.
    private func compare(
        _ version: APIVersion, _ hold: @Sendable (Conversation) async throws -> Void
    ) async throws {
        var real: [String] = []
        try await Installation.onCurrentDatabase { installation in
            let token = try await installation.createSource("source")
            try await RunningServer.with(installation) { server in
                real = try await Conversation.held(with: server.url, token, version, hold)
            }
        }
        let fake = try await FakeArgus().serve { url in
            try await Conversation.held(with: url, "any", version, hold)
        }
        for (real, fake) in zip(real, fake) { #expect(real == fake) }
        #expect(real.count == fake.count)
    }
}

/// What a client says to a server, and what it hears.
private actor Conversation {
    let argus: ArgusClient
    private var heard: [String] = []

    private init(_ argus: ArgusClient) {
        self.argus = argus
    }

    static func held(
        with url: String, _ token: String, _ version: APIVersion,
        _ hold: @Sendable (Conversation) async throws -> Void
    ) async throws -> [String] {
        let configuration = ArgusClient.Configuration(
            url: url, token: Token(token), version: version, timeout: .seconds(120),
            environment: [:])
        return try await ArgusClient.with(configuration) { argus in
            let conversation = Conversation(argus)
            try await hold(conversation)
            return await conversation.heard
        }
    }

    /// Opens an incident, and notes what comes of it.
    @discardableResult
    func post(
        _ name: String, at seconds: Int64, ending end: EndTime = .open,
        level: Incident.Level = .moderate, tags: Tags = [:]
    ) async throws -> Incident.ID {
        var incident = NewIncident.sample(name, at: seconds, level: level)
        (incident.endTime, incident.tags) = (end, tags)
        let posted = try await argus.post(incident)
        heard.append(said(of: posted))
        return posted.id
    }

    /// Notes what a call gives, or why it fails.
    func note(_ call: @Sendable (ArgusClient) async throws -> some Sendable) async {
        do {
            heard.append(said(of: try await call(argus)))
        } catch let error as ArgusError {
            heard.append("\(error.kind) \(error.status ?? 0) \(error.isDuplicate)")
        } catch {
            heard.append("\(error)")
        }
    }

    /// Notes what a log says; how changes are worded, and in how many entries, is the server's own
    /// matter.
    func noteLog(of name: String) async {
        await note { argus in
            let incident = try await argus.mine(sourceIncidentID: name)
            return try await argus.events(of: incident?.id ?? 0).filter { $0.type != .change }
        }
    }

    func noteLog(of id: Incident.ID) async {
        await note { try await $0.events(of: id).filter { $0.type != .change } }
    }

    /// What there is to compare in an answer: not who did it and when the server learnt of it.
    private func said(of answer: some Any) -> String {
        switch answer {
        case let incident as Incident:
            """
            \(incident.id) \(incident.sourceIncidentID) \(incident.startTime) \(incident.endTime) \
            \(incident.level) \(incident.description) \(incident.tags) \(incident.ticketURL) \
            \(incident.detailsURL) \(incident.metadata?.text ?? "") \(incident.isOpen) \
            \(incident.isAcked)
            """
        case let event as Event: "\(event.type) \(event.timestamp) \(event.description)"
        case let acknowledgement as Acknowledgement:
            "\(said(of: acknowledgement.event)) \(acknowledgement.expiration?.text() ?? "for good")"
        case .created(let incident) as BatchAnswer: "created \(said(of: incident))"
        case .known(let incident) as BatchAnswer: "known \(said(of: incident))"
        case .refused(let refusal) as BatchAnswer: "refused \(refusal.status)"
        case .unconfirmed(_, let difference) as SnapshotOutcome: "unconfirmed \(difference)"
        case let many as [any Sendable]: "\(many.map { said(of: $0) })"
        default: "\(answer)"
        }
    }
}

private func moment(_ seconds: Int64) -> Timestamp {
    Timestamp(unixSeconds: 1_795_165_200 + seconds)
}

extension NewIncident {
    fileprivate static func sample(
        _ name: String, at seconds: Int64 = 0, level: Incident.Level = .moderate
    ) -> NewIncident {
        NewIncident(
            description: "Box is down", startTime: moment(seconds), sourceIncidentID: name,
            level: level, detailsURL: "/7", metadata: ["a": [1, "b"]])
    }
}
