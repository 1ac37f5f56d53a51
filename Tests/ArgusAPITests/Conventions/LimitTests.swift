import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Limits of searches` {
    @Test(arguments: ["v1", "v2", "v3"])
    func `searches for so many words, of which equal ones are one`(version: String) async throws {
        try await APIServer.run { server in
            let words = (1...IncidentFilter.mostWords).map { "word\($0)" }
            let few = (words + words + words).joined(separator: "%20")
            let many = (words + ["more"]).joined(separator: "%20")

            #expect(try await server.get("\(version)/incidents/?search=\(few)").status == 200)
            let refused = try await server.get("\(version)/incidents/?search=\(many)")
            #expect(refused.status == 400)
            #expect(refused.text.contains("This searches for 21 words, and 20 are the most."))
        }
    }

    @Test(arguments: [
        "v1/incidents/", "v2/incidents/", "v3/incidents/", "v3/changes/", "v2/incidents/mine/",
    ])
    func `has so many conditions, however they are written`(path: String) async throws {
        try await APIServer.run { server in
            let tags = (0..<1000).map { "k\($0)=v" }.joined(separator: ",")
            let few = (0..<100).map { "k\($0)=v" }.joined(separator: ",")
            let typed = Array(repeating: "host%5E%3Da", count: 280).enumerated()
                .map { "\($1)\($0)" }.joined(separator: "%20")

            for query in ["tags=\(tags)", "q=\(typed)"] {
                let answer = try await server.get(
                    "\(path)?timeout=0&\(query)", as: path.hasSuffix("mine/") ? .nav : .bob)
                #expect(answer.status == 400, "\(answer.text)")
                #expect(answer.text.contains("are the most."))
            }
            let answer = try await server.get(
                "\(path)?timeout=0&tags=\(few)", as: path.hasSuffix("mine/") ? .nav : .bob)
            #expect(answer.status == 200)
        }
    }

    @Test func `is not stored or tried if it is too much`() async throws {
        try await APIServer.run { server in
            let tags = (0..<101).map { "\"k\($0)=v\"" }.joined(separator: ",")
            for (path, body) in [
                ("v2/notificationprofiles/filters/", #"{"name":"a","filter":{"tags":[\#(tags)]}}"#),
                ("v2/notificationprofiles/filterpreview/", #"{"tags":[\#(tags)]}"#),
            ] {
                let answer = try await server.post(path, body, as: .bob)

                #expect(answer.status == 400)
                #expect(answer.text.contains("This has 101 conditions, and 100 are the most."))
            }
        }
    }
}

@Suite struct `Limits of metadata` {
    @Test(arguments: [
        ("v2/incidents/", #"{"start_time":"2025-06-15","tags":[],"metadata":M}"#, 201),
        ("v3/incidents/", #"{"start_time":"2025-06-15","tags":[],"metadata":M}"#, 201),
    ])
    func `has so much metadata`(path: String, body: String, status: Int) async throws {
        try await APIServer.run { server in
            func metadata(_ size: Int) -> String {
                let text = String(repeating: "x", count: size - #"{"a":""}"#.utf8.count)
                return body.replacing("M", with: #"{"a":"\#(text)"}"#)
            }

            #expect(try await server.post(path, metadata(65_536)).status == status)
            let refused = try await server.post(path, metadata(65_537))
            #expect(refused.status == 400)
            #expect(
                try refused.json["metadata"]
                    == ["This has 65537 bytes as JSON, and 65536 are the most."])
        }
    }

    @Test(arguments: ["", "-", "0.", "1e"])
    func `has no number that readers of others refuse`(beginning: String) async throws {
        try await APIServer.run { server in
            let number = beginning + String(repeating: "7", count: 5000)
            let answer = try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15","tags":[],"metadata":{"a":\#(number)}}"#)

            #expect(answer.status == 400)
            #expect(answer.text.contains("Number of more than 1000 characters"))
        }
    }
}
