import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// Creates incident 1 of nav, and lets bob add the tag `b=2` to it.
private func createOne(on server: APIServer) async throws {
    try await server.post(
        "v2/incidents/",
        #"{"start_time":"2025-06-15T12:00:00Z","level":2,"description":"Box is down","tags":[{"tag":"a=1"}]}"#
    )
    try await server.post("v2/incidents/1/tags/", #"{"tag":"b=2"}"#, as: .bob)
}

/// The entries in the log of incident 1 that tell of changes, in the order in which they were made.
private func changes(on server: APIServer) async throws -> [String] {
    let events = try await server.get("v2/incidents/1/events/").json.array ?? []
    return events.filter { $0["type"]?["value"] == "CHI" }
        .sorted { ($0["pk"]?.integer ?? 0) < ($1["pk"]?.integer ?? 0) }
        .compactMap { $0["description"]?.string }
}

@Suite struct `Changing an incident` {
    @Test(arguments: [HTTPRequest.Method.patch, .put])
    func `answers with all of it`(method: HTTPRequest.Method) async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let answer = try await server.ask(
                method, "v2/incidents/1/",
                #"{"level":3,"description":"Box is gone","details_url":"x/","ticket_url":"https://t.example.org/1","#
                    + #""metadata":{"a":1},"tags":[{"tag":"a=1"},{"tag":"b=2"}]}"#)

            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"pk":1,"start_time":"2025-06-15T12:00:00Z","end_time":"infinity","#
                    + #""source":{"pk":2,"name":"nav","type":{"name":"nav"},"user":5,"#
                    + #""base_url":"https://nav.example.org/"},"source_incident_id":"","#
                    + #""details_url":"https://nav.example.org/x/","description":"Box is gone","#
                    + #""level":3,"ticket_url":"https://t.example.org/1","metadata":{"a":1},"#
                    + #""tags":[{"added_by":5,"added_time":"2025-06-15T15:06:40Z","tag":"a=1"},"#
                    + #"{"added_by":3,"added_time":"2025-06-15T15:06:40Z","tag":"b=2"}],"#
                    + #""stateful":true,"open":true,"acked":false}"#)
            #expect(try await server.get("v2/incidents/1/").text == answer.text)
        }
    }

    @Test func `logs each field that became different, and only those`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.ask(
                .patch, "v2/incidents/1/",
                #"{"level":3,"description":"Box is down","metadata":{"a":1,"b":2},"details_url":"/x","#
                    + #""tags":[{"tag":"a=1"},{"tag":"b=2"},{"tag":"c='"}]}"#)

            #expect(
                try await changes(on: server) == [
                    #"Change: "tags": ['a=1', 'b=2'] → ['a=1', 'b=2', "c='"]"#,
                    #"Change: "level": 2 → 3"#, #"Change: "metadata": 0 item(s) → 2 item(s)"#,
                    #"Change: "details_url":  → /x"#,
                ])
        }
    }

    @Test func `with nothing to change answers and logs nothing`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let before = try await server.contents()
            for body in ["{}", #"{"level":2}"#, #"{"tags":[{"tag":"b=2"},{"tag":"a=1"}]}"#] {
                #expect(try await server.ask(.patch, "v2/incidents/1/", body).status == 200)
            }

            #expect(try await server.contents() == before)
        }
    }

    @Test func `as a whole needs the tags`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(
                    .put, "v2/incidents/1/", #"{"level":1}"#, 400,
                    #"{"tags":["This field is required."]}"#)
            ])
        }
    }

    @Test func `is refused for every other field, all told at once`() async throws {
        let fixed = "The field is not allowed to be changed."
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/", #"{"start_time":"x","foo":1,"level":1,"pk":3}"#, 400,
                    #"{"start_time":"\#(fixed)","foo":"The field does not exist.","pk":"\#(fixed)"}"#
                )
            ])
            for name in ["pk", "start_time", "end_time", "source", "source_incident_id"] {
                try await server.refuses([
                    Refused(
                        .patch, "v2/incidents/1/", #"{"\#(name)":1}"#, 400,
                        #"{"\#(name)":"\#(fixed)"}"#)
                ])
            }
        }
    }

    @Test func `is refused for wrong values`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/",
                    #"{"level":9,"ticket_url":"","metadata":null,"tags":null,"description":null}"#,
                    400,
                    #"{"tags":["This field may not be null."],"ticket_url":["Enter a valid URL."],"#
                        + #""level":["\"9\" is not a valid choice."],"#
                        + #""metadata":["This field may not be null."],"#
                        + #""description":["This field may not be null."]}"#)
            ])
        }
    }

    @Test func `takes tags away only from who added them, or for a superuser`() async throws {
        let refused = "Cannot remove this tag when you're not the one who added it."
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(
                    .patch, "v2/incidents/1/", #"{"tags":[],"level":1}"#, 400,
                    #"{"a=1":"\#(refused)"}"#)
            ])
            let own = try await server.ask(
                .patch, "v2/incidents/1/", #"{"tags":[{"tag":"a=1"}]}"#)
            #expect(own.status == 200)
            let all = try await server.ask(.patch, "v2/incidents/1/", #"{"tags":[]}"#, as: .alice)
            #expect(try all.json["tags"] == [])
        }
    }

    @Test func `in version 3 takes any tags away`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let answer = try await server.ask(.patch, "v3/incidents/1/", #"{"tags":["c=3"]}"#)

            #expect(try answer.json["tags"] == ["c=3"])
            #expect(
                try await changes(on: server) == [#"Change: "tags": {'a=1', 'b=2'} → {'c=3'}"#])
        }
    }

    @Test func `in version 3 is logged twice, but for tags`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.ask(
                .patch, "v3/incidents/1/", #"{"tags":["c=3"],"level":1,"description":"x"}"#)

            let level = #"Change: "level": 2 → 1"#
            let description = #"Change: "description": Box is down → x"#
            #expect(
                try await changes(on: server) == [
                    #"Change: "tags": {'a=1', 'b=2'} → {'c=3'}"#, level, description, level,
                    description,
                ])
        }
    }

    @Test func `of another source is refused to a source`() async throws {
        let detail = #"{"detail":"You do not have permission to perform this action."}"#
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(.patch, "v2/incidents/1/", #"{"level":1}"#, as: .zabbix, 403, detail),
                Refused(
                    .put, "v2/incidents/1/ticket_url/", #"{"ticket_url":"x"}"#, as: .zabbix, 403,
                    detail),
                Refused(
                    .post, "v2/incidents/1/events/",
                    #"{"type":"END","timestamp":"2025-06-15T13:00:00Z"}"#, as: .zabbix, 403, detail),
                Refused(
                    .post, "v2/incidents/1/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#,
                    as: .zabbix, 403, detail),
                Refused(
                    .post, "v2/incidents/1/tags/", #"{"tag":"c=3"}"#, as: .zabbix, 403, detail),
                Refused(.delete, "v2/incidents/1/tags/a=1/", as: .zabbix, 403, detail),
            ])
        }
    }

    @Test func `that is not there is 404`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(.patch, "v2/incidents/9/", "{}", 404, noSuch("Incident")),
                Refused(.put, "v2/incidents/9/ticket_url/", "{}", 404, noSuch("Incident")),
                Refused(
                    .post, "v2/incidents/9/events/", #"{"type":"OTH"}"#, 404, noSuch("Incident")),
                Refused(.post, "v2/incidents/9/acks/", "{}", 404, noSuch("Incident")),
            ])
        }
    }
}

@Suite struct `Looking at an incident` {
    @Test func `obeys the query as a list does`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)

            #expect(try await server.get("v2/incidents/1/?open=true").status == 200)
            try await server.refuses([
                Refused(.get, "v2/incidents/1/?open=false", 404, noSuch("Incident"))
            ])
        }
    }
}

@Suite struct `Deleting an incident` {
    @Test func `is off unless the server is told otherwise`() async throws {
        let detail =
            #"{"detail":"Deletion of incidents is turned off, see setting INDELIBLE_INCIDENTS"}"#
        try await APIServer.run { server in
            try await createOne(on: server)
            for asker: APIServer.Asker in [.alice, .nav, .bob] {
                try await server.refuses([
                    Refused(.delete, "v2/incidents/1/", as: asker, 405, detail)
                ])
            }
        }
    }

    @Test(arguments: [true, false])
    func `is for its source and for superusers`(isSource: Bool) async throws {
        try await APIServer.run(allowsDeletion: true) { server in
            try await createOne(on: server)
            try await server.post(
                "v2/incidents/1/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, as: .bob)
            let answer = try await server.ask(
                .delete, "v2/incidents/1/", as: isSource ? .nav : .alice)

            #expect(answer.status == 204)
            #expect(answer.text == "")
            #expect(try await server.get("v2/incidents/1/").status == 404)
            #expect(try await server.get("v2/incidents/events/").pks == [])
        }
    }

    @Test func `is refused to all others`() async throws {
        let detail =
            #"{"detail":"Only its source system or a superuser may delete incident 1."}"#
        try await APIServer.run(allowsDeletion: true) { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(.delete, "v2/incidents/1/", as: .bob, 403, detail),
                Refused(.delete, "v2/incidents/1/", as: .charlie, 403, detail),
                Refused(.delete, "v2/incidents/1/", as: .zabbix, 403, detail),
                Refused(.delete, "v2/incidents/9/", as: .alice, 404, noSuch("Incident")),
            ])
        }
    }
}

@Suite struct `The address of a ticket` {
    @Test func `is any text, is logged, and can be cleared`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            for (body, answered) in [
                (#"{"ticket_url":"https://t.example.org/6"}"#, "https://t.example.org/6"),
                (#"{"ticket_url":"  nope "}"#, "nope"), (#"{"ticket_url":""}"#, ""),
                (#"{"ticket_url":""}"#, ""),
            ] {
                let answer = try await server.ask(.put, "v2/incidents/1/ticket_url/", body)
                #expect(answer.status == 200)
                #expect(answer.text == #"{"ticket_url":"\#(answered)"}"#)
            }

            #expect(
                try await changes(on: server) == [
                    #"Change: "ticket_url":  → https://t.example.org/6"#,
                    #"Change: "ticket_url": https://t.example.org/6 → nope"#,
                    #"Change: "ticket_url": nope → "#,
                ])
        }
    }

    @Test func `must be given`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            for (body, message) in [
                ("{}", "This field is required."),
                (#"{"ticket_url":null}"#, "This field may not be null."),
                (#"{"ticket_url":[]}"#, "Not a valid string."),
            ] {
                try await server.refuses([
                    Refused(
                        .put, "v2/incidents/1/ticket_url/", body, 400,
                        #"{"ticket_url":["\#(message)"]}"#)
                ])
            }
        }
    }

    @Test func `that a ticket system would make is told if there is one, else refused`()
        async throws
    {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.refuses([
                Refused(
                    .put, "v2/incidents/1/automatic-ticket/", 400,
                    #""No path to ticket plugin can be found in the settings. Please update the setting \"TICKET_PLUGIN\".""#
                )
            ])
            try await server.ask(.put, "v2/incidents/1/ticket_url/", #"{"ticket_url":"x"}"#)
            #expect(
                try await server.ask(.put, "v2/incidents/1/automatic-ticket/").text
                    == #"{"ticket_url":"x"}"#)
        }
    }
}
