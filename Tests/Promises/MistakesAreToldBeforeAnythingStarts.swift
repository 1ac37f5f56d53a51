import ArgusGlue
import ArgusServer
import ArgusSettings
import ArgusTesting
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

    @Test func `with the variable that was probably meant`() async throws {
        try await Installation.with { argus in
            var argus = argus
            argus.settings["ARGUS_LISTN"] = "127.0.0.1:1"
            let finished = try await argus.argus("serve")

            #expect(finished.status == 1)
            #expect(
                finished.errors
                    == "argus: ARGUS_LISTN is no setting; did you mean ARGUS_LISTEN?\n")
        }
    }

    @Test func `but not for what is set for a glue in the same environment`() async throws {
        try await Installation.with { argus in
            var argus = argus
            for setting in GlueSetting.all where argus.settings[setting.variable] == nil {
                argus.settings[setting.variable] = setting.usual ?? "x"
            }
            argus.settings["ARGUS_SERVICE_PATH"] = "/var/spool/problems"
            try await argus.argus("migrate")
            let finished = try await argus.argus("check")

            #expect(finished.status == 0)
            #expect(finished.errors == "")
        }
    }

    @Test func `nor a glue for what is set for the server`() throws {
        let names = ArgusSetting.all.map(\.variable) + ["ARGUS_X"]
        let usual = ArgusSetting.all.map { $0.usual ?? "https://argus.example.org" } + ["x"]
        let environment = Dictionary(uniqueKeysWithValues: zip(names, usual))

        #expect(throws: Never.self) {
            try GlueSettings(needsServer: false, environment: environment)
        }
    }

    @Test func `and a file that is not there by its name`() async throws {
        try await Installation.with { argus in
            let finished = try await argus.argus("serve", "--config", "/no/argus.yaml")

            #expect(finished.status == 1)
            #expect(
                finished.errors
                    == "argus: There is no file /no/argus.yaml; --config should name one with "
                    + "settings.\n")
        }
    }

    @Test func `and so is an address that is taken`() async throws {
        try await Installation.with { argus in
            try await RunningServer.with(argus) { server in
                var second = argus
                let address = String(server.url.dropFirst("http://".count))
                second.settings["ARGUS_LISTEN"] = address
                let finished = try await second.argus("serve")

                #expect(finished.status == 1)
                #expect(
                    finished.errors.contains(
                        "argus: Cannot serve on \(address): another program serves there already, "
                            + "perhaps another argus; end it, or set ARGUS_LISTEN "),
                    "\(finished.errors)")
                for word in ["CancellationError", "bind(", " serves on "] {
                    #expect(!finished.errors.contains(word), "\(finished.errors)")
                }
            }
        }
    }
}
