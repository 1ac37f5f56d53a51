import ArgusVocabulary
import ArgusWire
import Testing

/// What the guide to glue services promises about version 1, step by step.
@Suite struct `A glue service` {
    static let incident = #"""
        {
          "description": "foobar-sw.example.org stopped responding to ping requests",
          "source_incident_id": "42",
          "details_url": "/alerts/detail/42/",
          "start_time": "2020-12-11 15:50:42",
          "end_time": "infinity",
          "tags": [
            {"tag": "host=foobar-sw.example.org"},
            {"tag": "location=Campus Rotvoll"},
            {"tag": "customer=himunkholmen.no"}
          ]
        }
        """#

    @Test(arguments: ["v1", "v2"])
    func `creates an incident, finds it by its own identifier, and closes it`(
        version: String
    ) async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            let created = try await server.post("\(version)/incidents/", Self.incident)
            #expect(created.status == 201)
            #expect(try created.json["start_time"] == "2020-12-11T15:50:42+01:00")
            #expect(
                try created.json["details_url"] == "https://nav.example.org/alerts/detail/42/")

            let found = try await server.get(
                "\(version)/incidents/mine/?source_incident_id=42", as: .nav)
            let pk = try #require(try found.pks.first)
            let closed = try await server.post(
                "\(version)/incidents/\(pk)/events/",
                #"{"timestamp":"2020-12-11 15:57:00","type":"END","description":"Foobar was resolved somehow"}"#
            )
            #expect(closed.status == 201)
            let incident = try await server.get("\(version)/incidents/\(pk)/").json
            #expect(incident["end_time"] == "2020-12-11T15:57:00+01:00")
            #expect(incident["open"] == false)
        }
    }

    @Test func `may close what is closed already, which changes nothing but the log`() async throws
    {
        try await APIServer.run { server in
            try await server.post("v1/incidents/", Self.incident)
            try await server.post("v1/incidents/1/events/", #"{"type":"CLO"}"#, as: .bob)
            let end = try await server.get("v1/incidents/1/").json["end_time"]
            let answer = try await server.post(
                "v1/incidents/1/events/", #"{"type":"END","timestamp":"2020-12-11T15:57:00Z"}"#)

            #expect(answer.status == 201)
            #expect(try await server.get("v1/incidents/1/").json["end_time"] == end)
            #expect(try await server.get("v1/incidents/1/events/").pks.count == 3)
        }
    }

    @Test func `lists what it has open`() async throws {
        try await APIServer.run { server in
            try await server.post("v1/incidents/", Self.incident)
            try await server.post("v1/incidents/", Self.incident, as: .zabbix)

            for query in ["", "?open=true", "?open=True"] {
                #expect(try await server.get("v1/incidents/mine/\(query)", as: .nav).pks == [1])
            }
        }
    }

    @Test func `reports what happened once without an end`() async throws {
        try await APIServer.run { server in
            try await server.post(
                "v1/incidents/", #"{"start_time":"2025-06-15","description":"d","tags":[]}"#)

            #expect(try await server.get("v1/incidents/1/").json["stateful"] == false)
            #expect(try await server.get("v1/incidents/").pks == [])
            #expect(try await server.get("v1/incidents/?stateful=false").pks == [1])
        }
    }
}
