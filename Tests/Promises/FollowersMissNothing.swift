import ArgusClient
import ArgusTesting
import ArgusVocabulary
import Foundation
import Testing

@Suite struct `Followers miss nothing` {
    @Test(arguments: [SIGTERM, SIGKILL])
    func `while the server is ended and started again`(signal: Int32) async throws {
        try await Installation.with { argus in
            let token = try await argus.createSource()
            let port = try DeafPort(isLentOut: true)
            defer { withExtendedLifetime(port) {} }
            var argus = argus
            argus.settings["ARGUS_LISTEN"] = "127.0.0.1:\(port.number)"
            var client: ArgusClient?
            var feed: ChangeFeed.AsyncIterator?
            var ids: [Change.ID?] = []

            try await RunningServer.with(argus) { server in
                let configuration = ArgusClient.Configuration(
                    url: server.url, token: Token(token), timeout: .seconds(120), environment: [:])
                client = try ArgusClient(configuration)
                feed = client?.changes(since: 0).makeAsyncIterator()
                for name in ["a", "b"] { try await client?.post(incident(name)) }
                for _ in 0..<2 { ids.append(try await feed?.next()?.id) }
                server.end(with: signal)
                #expect(await server.status == (signal == SIGTERM ? 0 : -1))
            }
            try await RunningServer.with(argus) { _ in
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
