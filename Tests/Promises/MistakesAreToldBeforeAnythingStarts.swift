import Testing

@Suite struct `Mistakes are told before anything starts` {
    @Test(arguments: ["check", "serve", "migrate"])
    func `all of them at once`(command: String) async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_LISTEN"] = "here"
            argus.settings["ARGUS_TIME_ZONE"] = "Nowhere"
            argus.settings["ARGUS_MAX_BODY"] = "lots"
            let file = try argus.folder.write(Array("nonsense: 1\n".utf8), to: "argus.yaml")
            let finished = try await argus.argus(command, "--config", file)

            #expect(finished.status == 1)
            #expect(finished.output == "")
            for name in ["ARGUS_LISTEN", "ARGUS_TIME_ZONE", "ARGUS_MAX_BODY", "nonsense"] {
                #expect(finished.errors.contains("\(name) "), "\(name)")
            }
            #expect(argus.folder.bytes(of: "argus.db") == nil)
        }
    }
}
