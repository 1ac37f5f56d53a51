import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Filters that people type` {
    static let queries: [(String, [Int64])] = [
        ("open", [4, 1]), ("closed acked", [5]), ("stateless", [3]), ("not stateful", [3]),
        ("unacked and not has:ticket", [3, 2]), ("everything", [5, 4, 3, 2, 1]), ("nothing", []),
        ("level<=2", [2, 1]), ("level=3", [3]), ("level>=4", [5, 4]), ("level!=1 level<4", [3, 2]),
        ("a=1", [3, 1]), ("a!=1", [5, 4, 2]), ("a~^[23]$", [4, 2]), ("a!~^(1|2)$", [5, 4]),
        ("c^=x", [4]), ("c=x=y", [4]), ("tag:b", [2, 1]), ("tag:b a=1 or tag:c", [4, 1]),
        ("tag:c=x=y", [4]), ("not (tag:a or fan)", []), ("not tag:a", [5]),
        ("source:nav", [3, 2, 1]), ("source:nav,zabbix level=1", [1]), ("source_id:3", [5, 4]),
        ("type:zabbix", [5, 4]), ("id:2,4,99", [4, 2]), ("source_incident_id:42", [4]),
        ("FAN tromsø", [5]), ("\"failed in\"", [5]), ("\"in failed\"", []), ("event:ack", [5, 4]),
        ("start>=2025-06-15T12:03:00Z", [5, 4]), ("start>=-3h4m40s", [5, 4, 3]),
        ("start<=-3h6m", [1]), ("end<=now", [5, 2]), ("end>=-3h", [4, 2, 1]),
        ("duration>=30m", [4, 2, 1]), ("duration>=3h5m", [1]),
        ("level<=2 (open or a=2) and not fan", [2, 1]),
    ]

    @Test func `find what they say`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            for (text, pks) in Self.queries {
                let query = "q=\(text.percentEncoded)"
                #expect(try await server.get("v2/incidents/?\(query)").pks == pks, "\(text)")
                #expect(
                    try await server.get("v3/incidents/?\(query)&count").json["count"]?.integer
                        == Int64(pks.count), "\(text)")
            }
        }
    }

    @Test func `hold beside all other parameters, on every list and in every version`()
        async throws
    {
        try await APIServer.run { server throws in
            try await createFive(on: server)

            #expect(try await server.get("v2/incidents/?q=tag:a&level__lte=2").pks == [2, 1])
            #expect(try await server.get("v2/incidents/mine/?q=tag:a", as: .zabbix).pks == [4])
            #expect(try await server.get("v1/incidents/?q=level%3E=2").pks == [5, 4, 3, 2])
            #expect(try await server.get("v1/incidents/?q=").pks == [5, 4, 3, 2, 1])
            #expect(try await server.get("v2/incidents/1/?q=closed").status == 404)
            #expect(try await server.get("v2/incidents/1/?q=open").status == 200)
        }
    }

    @Test func `come with a hint where a word may be mistyped`() async throws {
        let hint = #""nto" is searched for as a text; did you mean "not"?"#
        let name = try #require(HTTPField.Name("Argus-Hint"))
        try await APIServer.run { server in
            try await createFive(on: server)
            for path in [
                "v1/incidents/?q=tag:a%20nto%20acked", "v3/incidents/?q=tag:a%20nto%20acked&count",
            ] {
                let answer = try await server.get(path)
                #expect(answer.status == 200)
                #expect(answer.headers[name] == hint, "\(path)")
            }
            let root = "v2/notificationprofiles/"
            let blob = #"{"q":"tag:a nto acked"}"#
            for (method, path, body) in [
                (.post, "preview/", blob), (.post, "filters/", #"{"name":"f","filter":\#(blob)}"#),
                (.patch, "filters/1/", #"{"filter":\#(blob)}"#),
            ] as [(HTTPRequest.Method, String, String)] {
                let answer = try await server.ask(method, root + path, body)
                #expect(answer.headers[name] == hint, "\(path)")
            }
            #expect(try await server.get("v2/incidents/?q=tag:a").headers[name] == nil)
        }
    }

    @Test func `are refused with what is wrong and where`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)

            try await server.refuses([
                Refused(
                    .get, "v2/incidents/?q=open%20and%20(level%3E=9)", 400,
                    #"{"q":["At character 18: a level is 1 (worst) to 5, or critical, high, moderate, low or information."]}"#
                ),
                Refused(
                    .get, "v2/incidents/?q=-acked", 400,
                    #"{"q":["At character 1: “not” is written before what must not hold, instead of “-”."]}"#
                ),
                Refused(
                    .get, "v1/incidents/mine/?q=host~(a", as: .nav, 400,
                    #"{"q":["At character 6: this is no regular expression: a “(” has no “)”."]}"#
                ),
                Refused(
                    .get, "v3/incidents/1/?q=foo:bar&level__lte=x", 400,
                    #"{"q":["At character 1: there is no field “foo:”; a text to search for stands in quotes."],"level__lte":["Enter a number."]}"#
                ),
            ])
        }
    }
}
