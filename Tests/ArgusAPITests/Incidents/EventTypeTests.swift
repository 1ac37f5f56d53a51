import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Types of events` {
    /// What becomes of an event on incidents 1 (open), 2 (closed) and 3 (stateless).
    enum Fate: Sendable {
        /// Written down without effect.
        case logged
        case closes
        case reopens
        case refused(String)
    }

    private static func source(_ type: String) -> Fate {
        .refused("A source system cannot post events of type '\(type)'.")
    }

    private static func user(_ type: String) -> Fate {
        .refused("An end user cannot post events of type '\(type)'.")
    }

    private static let isOpen = Fate.refused("The incident is already open.")
    private static let isClosed = Fate.refused("The incident is already closed.")
    private static let isStateless = Fate.refused(
        "Cannot change the state of a stateless incident.")

    static let fromSource: [(String, [Fate])] = [
        ("STA", [.logged, .logged, .logged]), ("END", [.closes, .logged, .logged]),
        ("CHI", [.logged, .logged, .logged]), ("RES", [.logged, .reopens, .logged]),
        ("LES", [.logged, .logged, .logged]), ("OTH", [.logged, .logged, .logged]),
        ("CLO", [source("CLO"), source("CLO"), source("CLO")]),
        ("REO", [source("REO"), source("REO"), source("REO")]),
        ("ACK", [source("ACK"), source("ACK"), source("ACK")]),
    ]

    static let fromUser: [(String, [Fate])] = [
        ("CLO", [.closes, isClosed, isStateless]), ("REO", [isOpen, .reopens, isStateless]),
        ("OTH", [.logged, .logged, .logged]), ("STA", [user("STA"), user("STA"), user("STA")]),
        ("END", [user("END"), user("END"), user("END")]),
        ("CHI", [user("CHI"), user("CHI"), user("CHI")]),
        ("RES", [user("RES"), user("RES"), user("RES")]),
        ("LES", [user("LES"), user("LES"), user("LES")]),
    ]

    @Test(arguments: ["v1", "v2"])
    func `that a source posts are heard, with or without effect`(version: String) async throws {
        for (type, fates) in Self.fromSource {
            try await expect(type, fates, by: .nav, version)
        }
    }

    @Test(arguments: ["v1", "v2"])
    func `that a person posts fit the incident, or are refused`(version: String) async throws {
        for (type, fates) in Self.fromUser {
            try await expect(type, fates, by: .bob, version)
        }
        try await expect("CLO", Self.fromUser[0].1, by: .alice, version)
        try await expect("END", Self.fromUser[4].1, by: .alice, version)
    }

    private func expect(
        _ type: String, _ fates: [Fate], by asker: APIServer.Asker, _ version: String
    ) async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for (pk, fate) in zip(1..., fates) {
                let before = try await server.get("v2/incidents/\(pk)/").json["end_time"]
                let body = #"{"type":"\#(type)","timestamp":"2025-06-15T14:00:00Z"}"#
                let path = "\(version)/incidents/\(pk)/events/"
                if case .refused(let text) = fate {
                    try await server.refuses([
                        Refused(.post, path, body, as: asker, 400, #"{"type":"\#(text)"}"#)
                    ])
                    continue
                }
                let answer = try await server.post(path, body, as: asker)
                #expect(answer.status == 201, "\(type) on \(pk)")
                #expect(try answer.json["type"]?["value"]?.string == type)
                let after = try await server.get("v2/incidents/\(pk)/").json["end_time"]
                switch fate {
                case .closes: #expect(after == "2025-06-15T14:00:00Z", "\(type) on \(pk)")
                case .reopens: #expect(after == "infinity", "\(type) on \(pk)")
                case .logged, .refused: #expect(after == before, "\(type) on \(pk)")
                }
            }
        }
    }

    @Test func `that acknowledge are posted elsewhere`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for version in ["v1", "v2"] {
                try await server.refuses([
                    Refused(
                        .post, "\(version)/incidents/1/events/", #"{"type":"ACK"}"#, 400,
                        #"{"type":"Acknowledgements of this incidents should be posted through "#
                            + #"http://localhost/api/\#(version)/incidents/1/acks/."}"#)
                ])
            }
        }
    }

    @Test func `have these names`() async throws {
        let names = [
            "STA": "Incident start", "END": "Incident end", "CHI": "Incident change",
            "RES": "Incident restart", "LES": "Stateless", "OTH": "Other",
        ]
        try await APIServer.run { server in
            try await createThree(on: server)
            for (code, name) in names {
                let answer = try await server.post(
                    "v2/incidents/3/events/",
                    #"{"type":"\#(code)","timestamp":"2025-06-15T14:00:00Z"}"#)
                #expect(try answer.json["type"]?["display"]?.string == name)
            }
        }
    }

    @Test func `that end may lie ahead`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/events/", #"{"type":"END","timestamp":"2025-06-15T16:00:00Z"}"#)
            #expect(try await server.get("v2/incidents/1/").json["open"] == true)

            server.database.clock.advance(by: .seconds(3600))
            #expect(try await server.get("v2/incidents/1/").json["open"] == false)
        }
    }
}
