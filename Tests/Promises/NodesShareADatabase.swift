import ArgusClient
import ArgusTesting
import ArgusVocabulary
import Foundation
import Testing

@Suite(.enabled(if: TestServer.shared != nil, "ARGUS_TEST_POSTGRESQL names no server"))
struct `Nodes share a database` {
    @Test func `and each tells what the other was told`() async throws {
        try await Installation.onPostgreSQL { argus in
            let token = try await argus.createSource()
            try await RunningServer.with(argus) { one in
                try await RunningServer.with(argus) { other in
                    let clients = try [one, other].map { server in
                        try ArgusClient(
                            ArgusClient.Configuration(
                                url: server.url, token: Token(token), timeout: .seconds(120),
                                environment: [:]))
                    }
                    var feeds = clients.map { $0.changes(since: 0).makeAsyncIterator() }

                    for (number, client) in (clients + clients).enumerated() {
                        try await client.post(
                            NewIncident(
                                description: "Box is down", startTime: .now(),
                                sourceIncidentID: "\(number)"))
                    }

                    for feed in feeds.indices {
                        var ids: [Change.ID?] = []
                        for _ in 0..<4 { ids.append(try await feeds[feed].next()?.id) }
                        #expect(ids == [1, 2, 3, 4])
                    }
                    feeds = []
                    for client in clients { try await client.shutdown() }
                }
            }
        }
    }

    @Test func `which the commands use, and whose password they do not tell`() async throws {
        try await Installation.onPostgreSQL { argus in
            var argus = argus
            argus.settings["ARGUS_DATABASE", default: ""] += "?password=secret"

            let migrated = try await argus.argus("migrate")
            let checked = try await argus.argus("check")

            #expect(migrated.output.hasPrefix("Done: first incident, "))
            #expect(checked.status == 0)
            #expect(checked.output.contains("Database postgresql://"))
            #expect(!checked.output.contains("secret"))
        }
    }
}
