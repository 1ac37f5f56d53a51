import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `The log of an incident` {
    @Test func `is a plain array, newest first`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/events/",
                #"{"type":"OTH","timestamp":"2025-06-15T12:30:00Z","description":"d"}"#)

            #expect(try await server.get("v2/incidents/1/events/").pks == [4, 1])
            #expect(try await server.get("v1/incidents/1/events/").pks == [4, 1])
        }
    }

    @Test func `tells of each entry by itself`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/1/events/",
                #"{"type":"END","timestamp":"2025-06-15T13:00:00Z","description":"d"}"#)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":4,"incident":1,"actor":{"pk":5,"username":"nav"},"#
                    + #""timestamp":"2025-06-15T15:00:00+02:00","#
                    + #""received":"2025-06-15T17:06:40+02:00","#
                    + #""type":{"value":"END","display":"Incident end"},"description":"d"}"#)
            #expect(try await server.get("v2/incidents/1/events/4/").text == answer.text)
            try await server.refuses([
                Refused(.get, "v2/incidents/2/events/4/", 404, noSuch("Event"))
            ])
        }
    }

    @Test func `takes the moment of receipt from people who give none`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/1/events/", #"{"type":"CLO"}"#, as: .bob)

            #expect(try answer.json["timestamp"] == "2025-06-15T15:06:40Z")
            #expect(
                try await server.get("v2/incidents/1/").json["end_time"] == "2025-06-15T15:06:40Z")
        }
    }

    @Test(.bug(id: 9)) func `ends no incident before its start`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let event = { (type: String) in
                #"{"type":"\#(type)","timestamp":"2025-06-15T11:59:59Z"}"#
            }
            let ended = try await server.post("v2/incidents/1/events/", event("END"))
            let closed = try await server.post(
                "v1/incidents/4/events/", event("CLO"), as: .bob)

            for (pk, start, answer) in [
                (1, "2025-06-15T12:00:00Z", ended), (4, "2025-06-15T12:03:00Z", closed),
            ] {
                let incident = try await server.get("v2/incidents/\(pk)/").json
                #expect(answer.status == 201)
                #expect(try answer.json["timestamp"] == "2025-06-15T11:59:59Z")
                #expect(incident["end_time"]?.string == start)
                #expect(incident["open"] == false)
            }
        }
    }

    @Test(.bug(id: 9)) func `ends what lies ahead at its start`() async throws {
        try await APIServer.run { server in
            try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-18T12:00:00Z","tags":[]}"#)
            let answer = try await server.post(
                "v2/incidents/1/events/", #"{"type":"CLO"}"#, as: .bob)

            #expect(answer.status == 201)
            #expect(
                try await server.get("v2/incidents/1/").json["end_time"] == "2025-06-18T12:00:00Z")
        }
    }

    @Test func `is refused entries with everything that is wrong`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/1/events/", "{}", as: .nav, 400,
                    #"{"timestamp":["This field is required."],"type":["This field is required."]}"#
                ),
                Refused(
                    .post, "v2/incidents/1/events/",
                    #"{"type":"XXX","timestamp":null,"description":null,"actor":1}"#, as: .bob, 400,
                    #"{"timestamp":["This field may not be null."],"type":["\"XXX\" is not a valid choice."],"#
                        + #""actor":{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]},"#
                        + #""description":["This field may not be null."]}"#),
            ])
        }
    }

    @Test func `of all incidents is one list`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.get("v2/incidents/events/")

            #expect(try answer.pks == [3, 2, 1])
            #expect(
                try answer.json["results"]?.array?.first?.keys == [
                    "pk", "incident", "actor", "timestamp", "received", "type", "description",
                ])
        }
    }
}
