import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusTime
import ArgusWire
import HTTPTypes
import Testing

/// Creates incident 1 (open), 2 (closed at 13:00) and 3 (stateless), all of nav.
private func createThree(on server: APIServer) async throws {
    for end in [#""infinity""#, #""2025-06-15T13:00:00Z""#, "null"] {
        try await server.post(
            "v2/incidents/", #"{"start_time":"2025-06-15T12:00:00Z","end_time":\#(end),"tags":[]}"#)
    }
}

@Suite struct `The log of an incident` {
    @Test func `is a plain array, newest first`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/events/",
                #"{"type":"OTH","timestamp":"2025-06-15T12:30:00Z","description":"d"}"#)

            #expect(try await server.get("v2/incidents/1/events/").pks == [4, 1])
            #expect(try await server.get("v1/incidents/1/events/").pks == [4, 1])
        }
    }

    @Test func `tells of each entry by itself`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/1/events/",
                #"{"type":"END","timestamp":"2025-06-15T13:00:00Z","description":"d"}"#)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":4,"incident":1,"actor":{"pk":5,"username":"nav"},"#
                    + #""timestamp":"2025-06-15T15:00:00+02:00","#
                    + #""received":"2025-06-15T17:06:40+02:00","#
                    + #""type":{"value":"END","display":"Incident end"},"description":"d"}"#)
            #expect(try await server.get("v2/incidents/1/events/4/").text == answer.text)
            try await server.refuses([
                Refused(.get, "v2/incidents/2/events/4/", 404, noSuch("Event"))
            ])
        }
    }

    @Test func `takes the moment of receipt from people who give none`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/1/events/", #"{"type":"CLO"}"#, as: .bob)

            #expect(try answer.json["timestamp"] == "2025-06-15T15:06:40Z")
            #expect(
                try await server.get("v2/incidents/1/").json["end_time"] == "2025-06-15T15:06:40Z")
        }
    }

    @Test func `is refused entries with everything that is wrong`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/1/events/", "{}", as: .nav, 400,
                    #"{"timestamp":["This field is required."],"type":["This field is required."]}"#
                ),
                Refused(
                    .post, "v2/incidents/1/events/",
                    #"{"type":"XXX","timestamp":null,"description":null,"actor":1}"#, as: .bob, 400,
                    #"{"timestamp":["This field may not be null."],"type":["\"XXX\" is not a valid choice."],"#
                        + #""actor":{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]},"#
                        + #""description":["This field may not be null."]}"#),
            ])
        }
    }

    @Test func `of all incidents is one list`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.get("v2/incidents/events/")

            #expect(try answer.pks == [3, 2, 1])
            #expect(
                try answer.json["results"]?.array?.first?.keys == [
                    "pk", "incident", "actor", "timestamp", "received", "type", "description",
                ])
        }
    }
}

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

@Suite struct `Acknowledgements` {
    @Test func `are entries in the log with an end`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/1/acks/",
                #"{"timestamp":"2025-06-15T13:00:00Z","description":"on it","expiration":"2025-06-16"}"#,
                as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":4,"event":{"pk":4,"incident":1,"actor":{"pk":3,"username":"bob"},"#
                    + #""timestamp":"2025-06-15T13:00:00Z","received":"2025-06-15T15:06:40Z","#
                    + #""type":{"value":"ACK","display":"Acknowledge"},"description":"on it"},"#
                    + #""expiration":"2025-06-16T00:00:00Z"}"#)
            #expect(try await server.get("v2/incidents/1/acks/4/").text == answer.text)
            #expect(try await server.get("v2/incidents/1/acks/").text == "[\(answer.text)]")
            #expect(try await server.get("v2/incidents/1/events/").pks == [4, 1])
        }
    }

    @Test func `make an incident acknowledged until the last of them expires`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for expiration in ["16:00:00Z", "17:00:00Z"] {
                try await server.post(
                    "v2/incidents/1/acks/",
                    #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-15T\#(expiration)"}"#,
                    as: .bob)
            }
            for (seconds, isAcked) in [(0, true), (3600, true), (3600, false)] {
                server.database.clock.advance(by: .seconds(seconds))
                #expect(try await server.get("v2/incidents/1/").json["acked"]?.bool == isAcked)
                #expect(
                    try await server.get("v2/incidents/?acked=true").pks == (isAcked ? [1] : []))
            }
        }
    }

    @Test func `can be given to every incident, by sources too`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for (pk, asker) in [(1, APIServer.Asker.nav), (2, .bob), (3, .charlie)] {
                let answer = try await server.post(
                    "v2/incidents/\(pk)/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, as: asker)
                #expect(answer.status == 201)
                #expect(try answer.json["expiration"] == JSONValue.null)
                #expect(try await server.get("v2/incidents/\(pk)/").json["acked"] == true)
            }
        }
    }

    @Test func `are refused without a time, or when they end before they begin`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let path = "v2/incidents/1/acks/"
            let early =
                #"{"non_field_errors":["'expiration' is earlier than creation timestamp."]}"#
            try await server.refuses([
                Refused(.post, path, "{}", 400, #"{"timestamp":["This field is required."]}"#),
                Refused(
                    .post, path,
                    #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-15T13:00:00Z"}"#,
                    400,
                    early),
                Refused(
                    .post, path, #"{"timestamp":null,"expiration":"x","description":[]}"#, 400,
                    #"{"timestamp":["This field may not be null."],"description":["Not a valid string."],"#
                        + #""expiration":["Datetime has wrong format. Use one of these formats instead: "#
                        + #"YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."]}"#),
            ])
        }
    }

    @Test func `can be given another end, or none`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/acks/",
                #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-16T00:00:00Z"}"#,
                as: .bob)
            let longer = try await server.ask(
                .patch, "v2/incidents/1/acks/4/",
                #"{"expiration":"2025-06-17T00:00:00Z","other":1}"#,
                as: .charlie)
            #expect(longer.status == 200)
            #expect(try longer.keys == ["pk", "event", "expiration"])
            #expect(try longer.json["expiration"] == "2025-06-17T00:00:00Z")

            for body in ["{}", #"{"expiration":null}"#] {
                let none = try await server.ask(.put, "v2/incidents/1/acks/4/", body)
                #expect(try none.json["expiration"] == JSONValue.null)
            }
        }
    }

    @Test func `cannot be given an end that is over, nor changed once they are`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/acks/",
                #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-15T16:00:00Z"}"#,
                as: .bob)
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/acks/4/", #"{"expiration":"2025-06-15T15:06:40Z"}"#,
                    400,
                    #"{"expiration":["'expiration' must be later than current moment (2025-06-15 15:06:40+00:00) or null."]}"#
                )
            ])
            server.database.clock.advance(by: .seconds(3600))
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/acks/4/", #"{"expiration":null}"#, 400,
                    #"["Cannot change expired Acknowledgement"]"#),
                Refused(
                    .patch, "v2/incidents/2/acks/4/", #"{"expiration":null}"#, 404,
                    noSuch("Acknowledgement")),
            ])
        }
    }

    @Test func `in version 1 come with their event inside`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v1/incidents/1/acks/",
                #"{"event":{"timestamp":"2025-06-15T13:00:00Z","description":"on it"},"expiration":null}"#,
                as: .bob)
            #expect(answer.status == 201)
            #expect(try answer.json["event"]?["description"] == "on it")

            let now = try await server.post("v1/incidents/1/acks/", #"{"event":{}}"#, as: .bob)
            #expect(try now.json["event"]?["timestamp"] == "2025-06-15T15:06:40Z")
            try await server.refuses([
                Refused(
                    .post, "v1/incidents/1/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, 400,
                    #"{"event":["This field is required."]}"#),
                Refused(
                    .post, "v1/incidents/1/acks/", #"{"event":{"timestamp":1,"description":[]}}"#,
                    400,
                    #"{"event":{"timestamp":["Datetime has wrong format. Use one of these formats instead: "#
                        + #"YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."],"#
                        + #""description":["Not a valid string."]}}"#),
            ])
        }
    }
}
