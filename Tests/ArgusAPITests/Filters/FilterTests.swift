import ArgusHTTP
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let filters = "v2/notificationprofiles/filters/"
private let emptyBlob =
    #"{"open":null,"acked":null,"stateful":null,"maxlevel":null,"hide_closed_acked":false}"#

@Suite struct `Stored filters` {
    @Test func `are stored with every field`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                filters,
                #"""
                {"name":"mine","filter":{"sourceSystemIds":["2",3],"source_types":["nav"],
                "tags":["host=a"],"open":true,"acked":"no","stateful":null,"maxlevel":"3",
                "event_types":["STA"],"hide_closed_acked":true,"more":1},"public":true}
                """#, as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"name":"mine","filter":{"sourceSystemIds":[2,3],"source_types":["nav"],"tags":["host=a"],"open":true,"acked":false,"stateful":null,"maxlevel":3,"event_types":["STA"],"hide_closed_acked":true},"public":true}"#
            )
            #expect(try await server.get("\(filters)1/").text == answer.text)
        }
    }

    @Test func `may be without fields`() async throws {
        try await APIServer.run { server in
            for body in [#"{"name":"a"}"#, #"{"name":"b","filter":{}}"#] {
                let answer = try await server.post(filters, body, as: .bob)
                #expect(try answer.json["filter"]?.text == emptyBlob)
            }
        }
    }

    @Test func `are listed to their owner, public ones to everybody`() async throws {
        try await APIServer.run { server in
            try await server.post(filters, #"{"name":"own"}"#, as: .bob)
            try await server.post(filters, #"{"name":"hidden"}"#, as: .alice)
            try await server.post(filters, #"{"name":"shown","public":true}"#, as: .alice)

            #expect(try await server.get(filters).pks == [1, 3])
            #expect(try await server.get("\(filters)3/").status == 200)
            try await server.refuses([
                Refused(.get, "\(filters)2/", 404, noFilter),
                Refused(.get, "\(filters)1/", as: .alice, 404, noFilter),
                Refused(.patch, "\(filters)3/", #"{"name":"x"}"#, 404, noFilter),
                Refused(.delete, "\(filters)3/", 404, noFilter),
            ])
        }
    }

    @Test func `are changed, and keep what is not mentioned`() async throws {
        try await APIServer.run { server in
            try await server.post(
                filters, #"{"name":"a","filter":{"open":true},"public":true}"#, as: .bob)

            var answer = try await server.ask(.patch, "\(filters)1/", #"{"name":"b"}"#)
            #expect(try answer.json["filter"]?["open"] == true)
            answer = try await server.ask(.patch, "\(filters)1/", #"{"filter":{"acked":false}}"#)
            #expect(
                try answer.json["filter"]?.text
                    == #"{"open":null,"acked":false,"stateful":null,"maxlevel":null}"#)
            #expect(
                try await server.get("\(filters)1/").json["filter"]?["hide_closed_acked"] == false)
            answer = try await server.ask(.put, "\(filters)1/", #"{"name":"c"}"#)
            #expect(try answer.json["name"] == "c")
            #expect(try answer.json["filter"]?["acked"] == false)
            #expect(try answer.json["public"] == true)
        }
    }

    @Test func `are deleted`() async throws {
        try await APIServer.run { server in
            try await server.post(filters, #"{"name":"a"}"#, as: .bob)

            #expect(try await server.ask(.delete, "\(filters)1/").status == 204)
            #expect(try await server.get("\(filters)1/").status == 404)
        }
    }

    @Test(arguments: [("2025-06-15T04:00:00Z", 400), ("2025-06-15T03:00:00Z", 204)])
    func `are kept while maintenance that needs them can be made longer`(
        end: String, status: Int
    ) async throws {
        try await APIServer.run { server in
            try await server.post(filters, #"{"name":"a"}"#, as: .bob)
            let planned = try await server.post(
                "v2/plannedmaintenance/",
                #"{"start_time":"2025-06-15T01:00:00Z","end_time":"\#(end)","filters":[1]}"#,
                as: .charlie)
            #expect(planned.status == 201)
            #expect(try await server.ask(.delete, "\(filters)1/").status == status)
        }
    }

    @Test func `are refused with all that is wrong`() async throws {
        @Sendable func refused(_ body: String, _ text: String) -> Refused {
            Refused(.post, filters, body, 400, text)
        }
        try await APIServer.run { server in
            try await server.post(filters, #"{"name":"taken"}"#, as: .bob)
            let taken =
                #"{"name":["The name \"taken\" is already in use for a another filter owned by user bob."]}"#
            try await server.refuses([
                refused("{}", #"{"name":["This field is required."]}"#),
                refused(#"{"name":"taken"}"#, taken),
                refused(
                    #"{"name":"\#(String(repeating: "n", count: 41))"}"#,
                    #"{"name":["Ensure this field has no more than 40 characters."]}"#),
                refused(
                    #"{"name":"x","filter":null}"#, #"{"filter":["This field may not be null."]}"#),
                refused(
                    #"{"name":"x","filter":"x"}"#,
                    #"{"filter":{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}}"#
                ),
                refused(
                    #"{"name":"x","filter":{"sourceSystemIds":["x",0],"tags":["a"],"open":"maybe","maxlevel":6,"event_types":["XXX","YYY"]}}"#,
                    #"{"filter":{"sourceSystemIds":{"0":["A valid integer is required."],"1":["Ensure this value is greater than or equal to 1."]},"tags":{"0":["Ensure this field has at least 3 characters."]},"open":["Must be a valid boolean."],"maxlevel":["Ensure this value is less than or equal to 5."],"event_types":["\"XXX\" is not a valid choice."]}}"#
                ),
                refused(
                    #"{"name":"x","filter":{"tags":{}}}"#,
                    #"{"filter":{"tags":["Expected a list of items but got type \"dict\"."]}}"#),
            ])
        }
    }

    @Test func `have lists of at most 200`() async throws {
        try await APIServer.run { server in
            let list = Array(repeating: "1", count: 201).joined(separator: ",")
            try await server.refuses([
                Refused(
                    .post, filters, #"{"name":"x","filter":{"sourceSystemIds":[\#(list)]}}"#, 400,
                    #"{"filter":{"sourceSystemIds":["Ensure this field has no more than 200 elements."]}}"#
                )
            ])
        }
    }

    @Test func `are stored once for the same key`() async throws {
        try await APIServer.run { server in
            let headers: HTTPFields = [.idempotencyKey: "k"]
            for _ in 1...2 {
                let answer = try await server.ask(
                    .post, filters, #"{"name":"a"}"#, headers: headers)
                #expect(answer.status == 201)
            }

            #expect(try await server.get(filters).pks == [1])
        }
    }
}

@Suite struct `Filters in version 1` {
    private let root = "v1/notificationprofiles/filters/"
    private let body =
        #"{"name":"old","filter_string":"{\"sourceSystemIds\": [2], \"tags\": [\"a=é\"]}","filter":{"open":true,"event_types":["STA"]},"public":true}"#

    @Test func `have two lists as text too`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(root, body, as: .bob)

            #expect(
                answer.text
                    == #"{"pk":1,"name":"old","filter_string":"{\"sourceSystemIds\": [2], \"tags\": [\"a=\\u00e9\"]}","filter":{"sourceSystemIds":[2],"tags":["a=é"],"open":true,"acked":null,"stateful":null,"maxlevel":null}}"#
            )
            #expect(try await server.get("\(filters)1/").json["public"] == false)
            #expect(try await server.get("\(filters)1/").json["filter"]?["event_types"] == nil)
        }
    }

    @Test func `take the lists of the text where the filter has none`() async throws {
        let text = #""filter_string":"{\"sourceSystemIds\": [3], \"tags\": []}""#
        try await APIServer.run { server in
            try await server.post(root, #"{"name":"a","filter":{"open":true}}"#, as: .bob)
            var answer = try await server.ask(.patch, "\(root)1/", "{\(text)}")
            #expect(
                try answer.json["filter"]?.text
                    == #"{"sourceSystemIds":[3],"tags":[],"open":null,"acked":null,"stateful":null,"maxlevel":null}"#
            )

            answer = try await server.ask(
                .patch, "\(root)1/", #"{"filter":{"acked":true},\#(text)}"#)
            #expect(
                try answer.json["filter"]?.text
                    == #"{"sourceSystemIds":[3],"open":null,"acked":true,"stateful":null,"maxlevel":null}"#
            )
        }
    }

    @Test func `refuse a text that is no such object`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, root, #"{"name":"x","filter_string":"x"}"#, 400,
                    #"{"filter_string":["Expecting value: line 1 column 1 (char 0)"]}"#),
                Refused(
                    .post, root, #"{"name":"x","filter_string":"{\"tags\":[\"a\"]}"}"#, 400,
                    #"{"filter_string":{"sourceSystemIds":["This field is required."],"tags":{"0":["Ensure this field has at least 3 characters."]}}}"#
                ),
            ])
        }
    }
}

private let noFilter = #"{"detail":"No Filter matches the given query."}"#

@Suite struct `Trying a filter` {
    @Test(arguments: [
        (#"{"open":true}"#, [4, 1]), (#"{"tags":["a=1","a=3"]}"#, [4, 3, 1]),
        (#"{"tags":["a=1","b=1"]}"#, [1]), (#"{"maxlevel":2}"#, [2, 1]),
        (#"{"source_types":["zabbix"],"open":false}"#, [5]), ("{}", []), (#"{"tags":["bad"]}"#, []),
        (#"{"event_types":["LES"]}"#, [3]), (#"{"hide_closed_acked":true}"#, [4, 3, 2, 1]),
    ])
    func `lists what it would find`(body: String, pks: [Int64]) async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            for path in ["preview/", "filterpreview/"] {
                let answer = try await server.post(
                    "v2/notificationprofiles/\(path)", body, as: .bob)
                #expect(try answer.json.array?.compactMap { $0["pk"]?.integer } == pks)
            }
        }
    }

    @Test func `refuses a wrong one, and to be asked otherwise`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, "v2/notificationprofiles/preview/", #"{"maxlevel":0}"#, 400,
                    #"{"maxlevel":["Ensure this value is greater than or equal to 1."]}"#),
                Refused(
                    .get, "v2/notificationprofiles/preview/", 405,
                    #"{"detail":"Method \"GET\" not allowed."}"#),
            ])
        }
    }
}

@Suite struct `Listing by a stored filter` {
    @Test func `lists what it describes, for its owner`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            try await server.post(
                filters, #"{"name":"a","filter":{"tags":["a=1"]}}"#, as: .bob)

            #expect(try await server.get("v2/incidents/?filter_pk=1").pks == [3, 1])
            #expect(try await server.get("v1/incidents/?filter_pk=1").pks == [3, 1])
            #expect(try await server.get("v2/incidents/?filter_pk=1&open=true").pks == [1])
            #expect(try await server.get("v2/incidents/mine/?filter_pk=1").pks == [])
            #expect(try await server.get("v2/incidents/?filter_pk=1", as: .alice).pks == [])
            #expect(try await server.get("v2/incidents/?filter_pk=9").pks == [])
            #expect(try await server.get("v2/incidents/2/?filter_pk=1").status == 404)
        }
    }

    @Test(.bug(id: 9))
    func `lists what it describes for everybody while it is public`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            try await server.post(
                filters, #"{"name":"a","filter":{"tags":["a=1"]},"public":true}"#, as: .bob)

            for version in ["v1", "v2", "v3"] {
                for asker in [APIServer.Asker.alice, .charlie, .nav, .bob] {
                    let answer = try await server.get(
                        "\(version)/incidents/?filter_pk=1", as: asker)
                    #expect(try answer.pks == [3, 1], "\(version)")
                }
            }
            try await server.ask(.patch, "\(filters)1/", #"{"public":false}"#)
            #expect(try await server.get("v2/incidents/?filter_pk=1", as: .alice).pks == [])
            #expect(try await server.get("v2/incidents/?filter_pk=1").pks == [3, 1])
        }
    }

    @Test func `refuses what is no primary key`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .get, "v2/incidents/?filter_pk=x&notificationprofile_pk=y", 400,
                    #"{"filter_pk":["Enter a whole number."],"notificationprofile_pk":["Enter a whole number."]}"#
                )
            ])
        }
    }
}
