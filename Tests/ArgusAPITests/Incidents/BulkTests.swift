import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let ack = #""ack":{"timestamp":"2025-06-15T13:00:00Z","description":"on it"}"#

@Suite struct `Acting on many incidents` {
    @Test func `acknowledges each`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/acks/bulk/", #"{"ids":[2,"1"],\#(ack)}"#, as: .bob)

            #expect(answer.status == 201)
            let event = { (pk: Int, incident: Int) in
                #"{"pk":\#(pk),"event":{"pk":\#(pk),"incident":\#(incident),"#
                    + #""actor":{"pk":3,"username":"bob"},"timestamp":"2025-06-15T13:00:00Z","#
                    + #""received":"2025-06-15T15:06:40Z","#
                    + #""type":{"value":"ACK","display":"Acknowledge"},"description":"on it"},"#
                    + #""expiration":null}"#
            }
            #expect(
                answer.text
                    == #"{"changes":{"2":{"ack":\#(event(4, 2)),"status":201,"errors":null},"#
                    + #""1":{"ack":\#(event(5, 1)),"status":201,"errors":null}}}"#)
            #expect(try await server.get("v2/incidents/?acked=true").pks == [2, 1])
            #expect(try await server.get("v2/incidents/1/acks/5/").status == 200)
        }
    }

    @Test func `keeps the later end of two acknowledgements`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            for end in ["2025-06-16", "2025-06-17", "2025-06-16"] {
                let ack = #"{"timestamp":"2025-06-15","expiration":"\#(end)"}"#
                try await server.post(
                    "v2/incidents/acks/bulk/", #"{"ids":[1],"ack":\#(ack)}"#, as: .bob)
            }
            server.database.clock.advance(by: .seconds(24 * 3600))

            #expect(try await server.get("v2/incidents/1/").json["acked"] == true)
        }
    }

    @Test(.bug(id: 9)) func `ends none before its start`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            try await server.post(
                "v2/incidents/events/bulk/",
                #"{"ids":[1,4],"event":{"type":"CLO","timestamp":"2025-06-15T12:01:00Z"}}"#,
                as: .bob)

            let ends = try await server.get("v2/incidents/?id__in=1,4").json["results"]?.array
            #expect(
                ends?.map { $0["end_time"] } == ["2025-06-15T12:03:00Z", "2025-06-15T12:01:00Z"])
        }
    }

    @Test func `posts an event to each, with its effect`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let answer = try await server.post(
                "v2/incidents/events/bulk/",
                #"{"ids":[1,4],"event":{"type":"CLO","description":"enough"}}"#, as: .bob)

            #expect(answer.status == 201)
            let events = try ["1", "4"].map { try answer.json["changes"]?[$0]?["event"] }
            #expect(events.map { $0?["type"]?["value"] } == ["CLO", "CLO"])
            #expect(
                events.map { $0?["timestamp"] } == ["2025-06-15T15:06:40Z", "2025-06-15T15:06:40Z"])
            #expect(try await server.get("v2/incidents/?open=true").pks == [])
        }
    }

    @Test func `follows the rules that hold for one`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/events/bulk/",
                #"{"ids":[1,2,3,99],"event":{"type":"CLO"}}"#, as: .bob)

            let errors = try ["2", "3", "99"].map { try answer.json["changes"]?[$0]?.text }
            #expect(answer.status == 201)
            #expect(
                errors == [
                    #"{"event":null,"status":400,"errors":{"type":"The incident is already closed."}}"#,
                    #"{"event":null,"status":400,"errors":{"type":"Cannot change the state of a stateless incident."}}"#,
                    #"{"event":null,"status":400,"errors":{"ids":"Incident with id 99 could not be found."}}"#,
                ])
        }
    }

    @Test func `lets a source close its own, and no others`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let answer = try await server.post(
                "v2/incidents/events/bulk/",
                #"{"ids":[1,4],"event":{"type":"END","timestamp":"2025-06-15T13:00:00Z"}}"#)

            #expect(answer.status == 201)
            #expect(try answer.json["changes"]?["1"]?["status"] == 201)
            #expect(
                try answer.json["changes"]?["4"]?.text
                    == #"{"event":null,"status":403,"errors":{"detail":"You do not have permission to perform this action."}}"#
            )
            #expect(try await server.get("v2/incidents/?open=true").pks == [4])
        }
    }

    @Test func `tells where to acknowledge`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/events/bulk/", #"{"ids":[3],"event":{"type":"ACK"}}"#, as: .bob)

            #expect(answer.status == 400)
            #expect(
                try answer.json["changes"]?["3"]?["errors"]?["type"]?.string?
                    .contains("http://localhost/api/v2/incidents/3/acks/.") == true)
        }
    }

    @Test func `links a ticket with each, and logs it even where it was linked`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let body = #"{"ids":[1,2],"ticket_url":"any text"}"#
            let path = "v2/incidents/ticket_url/bulk/"
            let answers = [
                try await server.post(path, body, as: .bob),
                try await server.post(path, body, as: .bob),
            ]

            for answer in answers {
                #expect(
                    answer.text
                        == #"{"changes":{"1":{"ticket_url":"any text","status":201,"errors":null},"#
                        + #""2":{"ticket_url":"any text","status":201,"errors":null}}}"#)
            }
            let log = try await server.get("v2/incidents/2/events/").json.array?.prefix(2)
            #expect(
                log?.compactMap { $0["description"]?.string } == [
                    #"Change: "ticket_url": any text → any text"#,
                    #"Change: "ticket_url":  → any text"#,
                ])
        }
    }

    @Test func `takes an identifier once that is named twice`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let answer = try await server.post(
                "v2/incidents/acks/bulk/", #"{"ids":[1,1],\#(ack)}"#, as: .bob)

            #expect(answer.status == 201)
            #expect(try await server.get("v2/incidents/1/acks/").pks == [4])
        }
    }

    @Test func `is 400 if nothing can be done, and may then be tried again`() async throws {
        try await APIServer.run { server in
            let key: HTTPFields = [.init("Idempotency-Key") ?? .via: "k1"]
            let body = #"{"ids":[1],\#(ack)}"#
            let path = "v2/incidents/acks/bulk/"
            let early = try await server.ask(.post, path, body, headers: key)
            try await createThree(on: server)
            let late = try await server.ask(.post, path, body, headers: key)
            let again = try await server.ask(.post, path, body, headers: key)

            #expect((early.status, late.status) == (400, 201))
            #expect(again.text == late.text)
        }
    }

    @Test func `is refused where the request is wrong, all at once`() async throws {
        let many = (1...1001).map(String.init).joined(separator: ",")
        try await APIServer.run { server in
            try await createThree(on: server)
            let acks = "v2/incidents/acks/bulk/"
            try await server.refuses([
                Refused(
                    .post, acks, "{}", 400,
                    #"{"ids":["This field is required."],"ack":["This field is required."]}"#),
                Refused(
                    .post, acks, #"{"ids":[],\#(ack)}"#, 400,
                    #"{"ids":["This list may not be empty."]}"#),
                Refused(
                    .post, acks, #"{"ids":5,\#(ack)}"#, 400,
                    #"{"ids":["Expected a list of items but got type \"int\"."]}"#),
                Refused(
                    .post, acks, #"{"ids":[1,"x",1.5],"ack":{}}"#, 400,
                    #"{"ids":{"1":["A valid integer is required."],"2":["A valid integer is required."]},"#
                        + #""ack":{"timestamp":["This field is required."]}}"#),
                Refused(
                    .post, acks, #"{"ids":[\#(many)],\#(ack)}"#, 400,
                    #"{"ids":["Ensure this field has no more than 1000 elements."]}"#),
                Refused(
                    .post, acks, #"{"ids":[1],"ack":"x"}"#, 400,
                    #"{"ack":{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}}"#
                ),
                Refused(
                    .post, acks,
                    #"{"ids":[1],"ack":{"timestamp":"2025-06-15","expiration":"2025-06-14"}}"#,
                    400,
                    #"{"ack":{"non_field_errors":["'expiration' is earlier than creation timestamp."]}}"#
                ),
                Refused(
                    .post, "v2/incidents/events/bulk/", #"{"ids":[1],"event":{"type":"XXX"}}"#,
                    as: .nav,
                    400,
                    #"{"event":{"timestamp":["This field is required."],"type":["\"XXX\" is not a valid choice."]}}"#
                ),
                Refused(
                    .post, "v2/incidents/ticket_url/bulk/", #"{"ids":[1]}"#, 400,
                    #"{"ticket_url":["This field is required."]}"#),
                Refused(
                    .post, "v2/incidents/ticket_url/bulk/", #"{"ids":[1],"ticket_url":null}"#, 400,
                    #"{"ticket_url":["This field may not be null."]}"#),
                Refused(.post, "v1/incidents/acks/bulk/", "{}", 404, #"{"detail":"Not found."}"#),
                Refused(.post, "v3/incidents/acks/bulk/", "{}", 404, #"{"detail":"Not found."}"#),
            ])
        }
    }
}
