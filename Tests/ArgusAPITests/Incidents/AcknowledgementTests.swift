import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Acknowledgements` {
    @Test func `are entries in the log with an end`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/1/acks/",
                #"{"timestamp":"2025-06-15T13:00:00Z","description":"on it","expiration":"2025-06-16"}"#,
                as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":4,"event":{"pk":4,"incident":1,"actor":{"pk":3,"username":"bob"},"#
                    + #""timestamp":"2025-06-15T13:00:00Z","received":"2025-06-15T15:06:40Z","#
                    + #""type":{"value":"ACK","display":"Acknowledge"},"description":"on it"},"#
                    + #""expiration":"2025-06-16T00:00:00Z"}"#)
            #expect(try await server.get("v2/incidents/1/acks/4/").text == answer.text)
            #expect(try await server.get("v2/incidents/1/acks/").text == "[\(answer.text)]")
            #expect(try await server.get("v2/incidents/1/events/").pks == [4, 1])
        }
    }

    @Test func `make an incident acknowledged until the last of them expires`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for expiration in ["16:00:00Z", "17:00:00Z"] {
                try await server.post(
                    "v2/incidents/1/acks/",
                    #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-15T\#(expiration)"}"#,
                    as: .bob)
            }
            for (seconds, isAcked) in [(0, true), (3600, true), (3600, false)] {
                server.database.clock.advance(by: .seconds(seconds))
                #expect(try await server.get("v2/incidents/1/").json["acked"]?.bool == isAcked)
                #expect(
                    try await server.get("v2/incidents/?acked=true").pks == (isAcked ? [1] : []))
            }
        }
    }

    @Test func `can be given to every incident, by sources too`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for (pk, asker) in [(1, APIServer.Asker.nav), (2, .bob), (3, .charlie)] {
                let answer = try await server.post(
                    "v2/incidents/\(pk)/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, as: asker)
                #expect(answer.status == 201)
                #expect(try answer.json["expiration"] == JSONValue.null)
                #expect(try await server.get("v2/incidents/\(pk)/").json["acked"] == true)
            }
        }
    }

    @Test func `are refused without a time, or when they end before they begin`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let path = "v2/incidents/1/acks/"
            let early =
                #"{"non_field_errors":["'expiration' is earlier than creation timestamp."]}"#
            try await server.refuses([
                Refused(.post, path, "{}", 400, #"{"timestamp":["This field is required."]}"#),
                Refused(
                    .post, path,
                    #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-15T13:00:00Z"}"#,
                    400,
                    early),
                Refused(
                    .post, path, #"{"timestamp":null,"expiration":"x","description":[]}"#, 400,
                    #"{"timestamp":["This field may not be null."],"description":["Not a valid string."],"#
                        + #""expiration":["Datetime has wrong format. Use one of these formats instead: "#
                        + #"YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."]}"#),
            ])
        }
    }

    @Test func `can be given another end, or none`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/acks/",
                #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-16T00:00:00Z"}"#,
                as: .bob)
            let longer = try await server.ask(
                .patch, "v2/incidents/1/acks/4/",
                #"{"expiration":"2025-06-17T00:00:00Z","other":1}"#,
                as: .charlie)
            #expect(longer.status == 200)
            #expect(try longer.keys == ["pk", "event", "expiration"])
            #expect(try longer.json["expiration"] == "2025-06-17T00:00:00Z")

            for body in ["{}", #"{"expiration":null}"#] {
                let none = try await server.ask(.put, "v2/incidents/1/acks/4/", body)
                #expect(try none.json["expiration"] == JSONValue.null)
            }
        }
    }

    @Test func `cannot be given an end that is over, nor changed once they are`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            try await server.post(
                "v2/incidents/1/acks/",
                #"{"timestamp":"2025-06-15T13:00:00Z","expiration":"2025-06-15T16:00:00Z"}"#,
                as: .bob)
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/acks/4/", #"{"expiration":"2025-06-15T15:06:40Z"}"#,
                    400,
                    #"{"expiration":["'expiration' must be later than current moment (2025-06-15 15:06:40+00:00) or null."]}"#
                )
            ])
            server.database.clock.advance(by: .seconds(3600))
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/acks/4/", #"{"expiration":null}"#, 400,
                    #"["Cannot change expired Acknowledgement"]"#),
                Refused(
                    .patch, "v2/incidents/2/acks/4/", #"{"expiration":null}"#, 404,
                    noSuch("Acknowledgement")),
            ])
        }
    }

    @Test func `in version 1 come with their event inside`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v1/incidents/1/acks/",
                #"{"event":{"timestamp":"2025-06-15T13:00:00Z","description":"on it"},"expiration":null}"#,
                as: .bob)
            #expect(answer.status == 201)
            #expect(try answer.json["event"]?["description"] == "on it")

            let now = try await server.post("v1/incidents/1/acks/", #"{"event":{}}"#, as: .bob)
            #expect(try now.json["event"]?["timestamp"] == "2025-06-15T15:06:40Z")
            try await server.refuses([
                Refused(
                    .post, "v1/incidents/1/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, 400,
                    #"{"event":["This field is required."]}"#),
                Refused(
                    .post, "v1/incidents/1/acks/", #"{"event":{"timestamp":1,"description":[]}}"#,
                    400,
                    #"{"event":{"timestamp":["Datetime has wrong format. Use one of these formats instead: "#
                        + #"YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."],"#
                        + #""description":["Not a valid string."]}}"#),
            ])
        }
    }
}
