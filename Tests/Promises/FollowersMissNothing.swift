import ArgusClient
import ArgusVocabulary
import Foundation
import Testing

@Suite struct `Followers miss nothing` {
    @Test(arguments: [SIGTERM, SIGKILL])
    func `while the server is ended and started again`(signal: Int32) async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            var again = argus
            var client: ArgusClient?
            var feed: ChangeFeed.AsyncIterator?
            var ids: [Change.ID?] = []

            try await RunningServer.with(argus) { server in
                again.settings["ARGUS_LISTEN"] = String(server.url.dropFirst("http://".count))
                let configuration = ArgusClient.Configuration(
                    url: server.url, token: Token(token), environment: [:])
                client = try ArgusClient(configuration)
                feed = client?.changes(since: 0).makeAsyncIterator()
                for name in ["a", "b"] { try await client?.post(incident(name)) }
                for _ in 0..<2 { ids.append(try await feed?.next()?.id) }
                server.end(with: signal)
                #expect(await server.status == (signal == SIGTERM ? 0 : -1))
            }
            try await RunningServer.with(again) { _ in
                for name in ["c", "d"] { try await client?.post(incident(name)) }
                for _ in 0..<2 { ids.append(try await feed?.next()?.id) }
                feed = nil
            }
            try await client?.shutdown()

            #expect(ids == [1, 2, 3, 4])
        }
    }

    private func incident(_ name: String) -> NewIncident {
        NewIncident(
            description: "Box is down", startTime: .now(), sourceIncidentID: name)
    }
}
