import ArgusClient
import ArgusClientTesting
import ArgusGlue
import Testing

extension Alert {
    /// The same, told live.
    fileprivate var live: Alert {
        var alert = self
        alert.isLive = true
        return alert
    }
}

@Suite struct `An alert that is told live` {
    private let firing = Alert.sample("1", at: 0).live
    private let resolved = Alert.close("1", at: moment(60)).live

    @Test func `opens a problem anew that is over, though it names its first beginning`()
        async throws
    {
        try await withRoute { route in
            try await route.deliver(firing, resolved)
            try await route.deliver(firing)
            try await route.deliver(firing)

            #expect(route.server.incidents.map(\.isOpen) == [false, true])
        }
    }

    @Test func `does so after the spool was lost, too`() async throws {
        try await withRoute { route in
            try await route.deliver(firing, resolved)
            try await Route(route.server, route.url).deliver(firing)

            #expect(route.server.incidents.map(\.isOpen) == [false, true])
        }
    }

    @Test func `ends what is open, whatever its clock says`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1", at: 3600).live, resolved)

            #expect(route.server.incidents.map(\.endTime) == [.ended(moment(3600))])
        }
    }

    @Test func `changes what is open, whatever was said of it later`() async throws {
        try await withRoute { route in
            try await route.deliver(.sample("1", at: 0), .sample("1", at: 90, level: .low))
            try await route.deliver(Alert.sample("1", at: 0, level: .critical).live)

            #expect(route.server.incidents.map(\.level) == [.critical])
        }
    }

    @Test func `ends nothing that comes after it`() async throws {
        try await withRoute { route in
            try await route.deliver(resolved)
            try await route.deliver(firing)

            #expect(route.server.incidents.map(\.isOpen) == [true])
        }
    }

    @Test func `is kept as such`() throws {
        #expect(try Alert(firing.json, in: .utc, now: moment(9)) == firing)
    }
}
