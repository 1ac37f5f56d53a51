import ArgusVocabulary
import ArgusWire
import Testing

@Suite struct `Whom nothing reaches is named` {
    @Test func `at the command line, for people and for programs`() async throws {
        try await Installation.with { argus in
            _ = try await argus.argus("user", "create", "alice", "--email", "a@example.org")
            _ = try await argus.createSource()
            let table = try await argus.argus("unreachable")
            let json = try await argus.argus("unreachable", "--json")

            #expect(
                table.output == """
                    user   reason
                    alice  There is no notification profile.

                    """)
            #expect(try json.json.array?.first?["reason"] == "no_profile")
            #expect(try json.json.array?.count == 1)
        }
    }
}
