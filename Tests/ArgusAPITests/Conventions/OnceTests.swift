import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let body = #"{"start_time":"2025-06-15T12:00:00Z","tags":[]}"#

@Suite struct `Doing something once` {
    @Test func `gives the same answer again, and does nothing more`() async throws {
        try await APIServer.run { server in
            let first = try await server.post(body, key: "k1")
            let contents = try await server.contents()
            server.database.clock.advance(by: .seconds(60))
            let second = try await server.post(body, key: "k1")

            #expect(first.headers[.idempotentReplayed] == nil)
            #expect(second.status == 201)
            #expect(second.text == first.text)
            #expect(second.headers[.idempotentReplayed] == "true")
            #expect(try await server.contents() == contents)
        }
    }

    @Test func `is known for a day`() async throws {
        try await APIServer.run { server in
            try await server.post(body, key: "k1")
            server.database.clock.advance(by: .seconds(24 * 3600 - 1))
            #expect(try await server.post(body, key: "k1").headers[.idempotentReplayed] == "true")

            server.database.clock.advance(by: .seconds(2))
            try await server.database.operations.incidents.forgetAnswers(by: .server)
            #expect(try await server.post(body, key: "k1").headers[.idempotentReplayed] == nil)
        }
    }

    @Test func `a day later is new, even before old answers are forgotten`() async throws {
        try await APIServer.run { server in
            try await server.post(body, key: "k1")
            server.database.clock.advance(by: .seconds(24 * 3600 + 1))
            let late = try await server.post(body, key: "k1")

            #expect(late.status == 201)
            #expect(late.headers[.idempotentReplayed] == nil)
        }
    }

    @Test func `is each account's own affair`() async throws {
        try await APIServer.run { server in
            try await server.post(body, key: "k1")
            let other = try await server.post(body, key: "k1", as: .zabbix)

            #expect(other.headers[.idempotentReplayed] == nil)
            #expect(try other.pk == 2)
        }
    }

    @Test func `with the key of another request is 422`() async throws {
        try await APIServer.run { server in
            try await server.post(body, key: "k1")
            let before = try await server.contents()
            let otherBody = try await server.post(body + " ", key: "k1")
            let otherPath = try await server.post(body, key: "k1", to: "v2/incidents/mine/")

            for answer in [otherBody, otherPath] {
                #expect(answer.status == 422)
                #expect(
                    answer.text
                        == #"{"detail":"This Idempotency-Key was used for another request; choose a new one."}"#
                )
            }
            #expect(try await server.contents() == before)
        }
    }

    @Test func `that was refused may be tried again with the same key`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.post("{}", key: "k1").status == 400)
            #expect(try await server.post(body, key: "k1").status == 201)
        }
    }

    @Test func `needs a key of 1 to 255 characters`() async throws {
        try await APIServer.run { server in
            for key in ["", String(repeating: "k", count: 256)] {
                let answer = try await server.post(body, key: key)

                #expect(answer.status == 400)
                #expect(answer.text == #"["An Idempotency-Key has 1 to 255 characters."]"#)
            }
            #expect(
                try await server.post(body, key: String(repeating: "k", count: 255)).status == 201)
        }
    }

    @Test func `works for everything that is added`() async throws {
        let requests: [(String, String, APIServer.Asker)] = [
            ("v1/incidents/", body, .nav), ("v3/incidents/mine/", body, .nav),
            ("v2/incidents/1/events/", #"{"type":"OTH"}"#, .bob),
            ("v2/incidents/1/acks/", #"{"timestamp":"2025-06-15"}"#, .bob),
            ("v1/incidents/1/acks/", #"{"event":{}}"#, .bob),
            ("v2/incidents/1/tags/", #"{"tag":"a=b"}"#, .bob),
            ("v3/incidents/1/tags/", #"["a=b"]"#, .bob),
            ("v2/incidents/sources/", #"{"name":"x","type":"nav"}"#, .alice),
            ("v2/incidents/source-types/", #"{"name":"x"}"#, .alice),
        ]
        try await APIServer.run { server in
            for (number, (path, body, asker)) in requests.enumerated() {
                let first = try await server.post(body, key: "k\(number)", as: asker, to: path)
                let contents = try await server.contents()
                let second = try await server.post(body, key: "k\(number)", as: asker, to: path)

                #expect(first.status == 201, "\(path) \(first.text)")
                #expect(second.text == first.text, "\(path)")
                #expect(second.headers[.idempotentReplayed] == "true", "\(path)")
                #expect(try await server.contents() == contents)
            }
        }
    }

    @Test func `happens once when requests arrive together`() async throws {
        try await APIServer.run { server in
            let pks = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await server.post(body, key: "k1").pk }
                }
                return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
            }

            #expect(pks == [1])
            #expect(try await server.get("v2/incidents/?count").json["count"] == 1)
        }
    }
}

extension APIServer {
    @discardableResult
    fileprivate func post(
        _ body: String, key: String, as asker: Asker = .nav, to path: String = "v2/incidents/"
    ) async throws -> Answer {
        try await ask(.post, path, body, as: asker, headers: [.idempotencyKey: key])
    }
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = Self("Idempotency-Key") ?? .via
    fileprivate static let idempotentReplayed = Self("Idempotent-Replayed") ?? .via
}
