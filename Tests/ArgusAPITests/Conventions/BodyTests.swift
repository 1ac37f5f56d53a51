import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Bodies` {
    private static let json = #"{"start_time":"2025-06-15T12:00:00Z","tags":[]}"#

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"",
    ])
    func `are JSON`(type: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "v2/incidents/", Self.json, as: .nav, type: type)

            #expect(answer.status == 201)
        }
    }

    @Test func `without a type are JSON`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "v2/incidents/", Self.json, as: .nav, type: nil)

            #expect(answer.status == 201)
        }
    }

    @Test func `are forms where there is no list to write`() async throws {
        try await APIServer.run { server in
            try await server.post("v2/incidents/", Self.json)
            let answer = try await server.ask(
                .post, "v2/incidents/1/events/",
                "type=OTH&timestamp=2025-06-15+13%3A00%3A00Z&description=a%2Bb+c", as: .nav,
                type: "application/x-www-form-urlencoded")

            #expect(answer.status == 201)
            #expect(try answer.json["description"] == "a+b c")
        }
    }

    private static let form = "application/x-www-form-urlencoded"

    @Test(arguments: [
        ("v1", "tags[0]tag=a%3Db&tags[1]tag=c%3Dd"), ("v2", "tags%5B7%5Dtag=c%3Dd&tags[0]tag=a=b"),
        ("v3", "tags[1]=c%3Dd&tags[0]=a%3Db"),
    ])
    func `are forms with the items of a list by their places`(
        version: String, tags: String
    ) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "\(version)/incidents/", "start_time=2025-06-15&\(tags)", as: .nav,
                type: Self.form)

            #expect(answer.status == 201)
            #expect(
                try await server.get("v3/incidents/1/").json["tags"] == ["a=b", "c=d"])
        }
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func `are forms whose lists need places`(version: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "\(version)/incidents/", "start_time=2025-06-15&tags=a%3Db", as: .nav,
                type: Self.form)

            #expect(answer.status == 400)
            #expect(answer.text == #"{"tags":["This field is required."]}"#)
        }
    }

    @Test func `are forms that leave empty what is null`() async throws {
        try await APIServer.run { server in
            var answer = try await server.ask(
                .post, "v2/incidents/",
                "start_time=2025-06-15&end_time=&level=&tags[0]tag=a%3Db&metadata=%7B%22a%22:1%7D",
                as: .nav, type: Self.form)
            #expect(try answer.json["end_time"] == .null)
            #expect(try answer.json["level"] == 5)
            #expect(try answer.json["metadata"]?.text == #"{"a":1}"#)

            answer = try await server.ask(
                .post, "v2/incidents/1/acks/", "timestamp=2025-06-15&expiration=", type: Self.form)
            #expect(try answer.json["expiration"] == .null)
            answer = try await server.ask(
                .post, "v2/incidents/1/events/", "type=OTH&timestamp=", type: Self.form)
            #expect(answer.status == 201)
            answer = try await server.ask(
                .post, "v3/tokens/", "name=x&expires=&user=", type: Self.form)
            #expect(answer.status == 201)
        }
    }

    @Test func `are forms whose names nest and repeat`() async throws {
        let root = "v2/notificationprofiles/"
        try await APIServer.run { server in
            var answer = try await server.ask(
                .post, "\(root)filters/",
                "name=old&name=f&filter.open=true&filter.maxlevel=&filter.tags[0]=a%3Db"
                    + "&filter.event_types=STA&filter.event_types=END&public=", type: Self.form)
            #expect(
                answer.text
                    == #"{"pk":1,"name":"f","filter":{"tags":["a=b"],"open":true,"acked":null,"stateful":null,"maxlevel":null,"event_types":["STA","END"],"hide_closed_acked":false},"public":false}"#
            )
            answer = try await server.ask(
                .post, "\(root)timeslots/",
                "name=t&time_recurrences[0]days=1&time_recurrences[0]days=2"
                    + "&time_recurrences[0]all_day=on", type: Self.form)
            #expect(try answer.json["time_recurrences"]?.array?.first?["days"] == [1, 2])
            answer = try await server.ask(
                .post, root, "timeslot=3&filters=1&filters=1&destinations=&name=", type: Self.form)
            #expect(
                answer.text
                    == #"{"destinations":["Incorrect type. Expected pk value, received str."]}"#)
            answer = try await server.ask(
                .post, root, "timeslot=3&filters=1&name=", type: Self.form)
            #expect(answer.status == 201)
            #expect(try answer.json["name"] == .null)
        }
    }

    @Test func `are forms whose names nest no deeper than anything here does`() async throws {
        let names = [
            String(repeating: "a.", count: 100_000), String(repeating: "tags[0]", count: 50_000),
            "tags[99999999999999999999]tag", "tags[", "tags[-1]tag", "[0]", ".", "..",
        ]
        try await APIServer.run { server in
            for name in names {
                let answer = try await server.ask(
                    .post, "v2/incidents/", "start_time=2025-06-15&\(name)=1", as: .nav,
                    type: Self.form)
                #expect(answer.status == 400, "\(name.prefix(20))")
            }
        }
    }

    @Test(arguments: ["gzip", "deflate", "br", "identity, gzip", "GZIP"])
    func `that are packed are 415 in words`(encoding: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "v2/incidents/", Self.json, as: .nav, headers: [.contentEncoding: encoding])

            #expect(answer.status == 415)
            #expect(
                answer.text
                    == #"{"detail":"Unsupported content encoding \"\#(encoding)\" in request: send the body as it is."}"#
            )
        }
    }

    @Test(arguments: ["identity", "Identity", ""])
    func `that say that they are not packed are read`(encoding: String) async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, "v2/incidents/", Self.json, as: .nav, headers: [.contentEncoding: encoding])

            #expect(answer.status == 201)
        }
    }

    @Test(arguments: ["application/xml", "text/plain", "multipart/mixed; boundary=x", ""])
    func `of another type are 415`(type: String) async throws {
        try await APIServer.run { server in
            let before = try await server.contents()
            let answer = try await server.ask(
                .post, "v2/incidents/", Self.json, as: .nav, type: type)

            #expect(answer.status == 415)
            #expect(
                answer.text == #"{"detail":"Unsupported media type \"\#(type)\" in request."}"#)
            #expect(try await server.contents() == before)
        }
    }

    @Test func `that are empty count as an object without members`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/", "", as: .nav, 400,
                    #"{"start_time":["This field is required."],"tags":["This field is required."]}"#
                )
            ])
        }
    }

    @Test func `have a largest size`() async throws {
        try await APIServer.run(maxBody: 2048) { server in
            let fits = Self.json.dropLast() + ",\"description\":\""
            let rest = 2048 - fits.utf8.count - 2
            let largest = fits + String(repeating: "x", count: rest) + "\"}"
            let tooLarge = fits + String(repeating: "x", count: rest + 1) + "\"}"

            #expect(try await server.post("v2/incidents/", String(largest)).status == 201)
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/", String(tooLarge), as: .nav, 413,
                    #"{"detail":"The body is larger than 2048 bytes."}"#)
            ])
        }
    }

    @Test func `may have a mebibyte unless the server is told otherwise`() async throws {
        try await APIServer.run { server throws in
            let padding = String(repeating: " ", count: 1_048_576 - Self.json.utf8.count)

            #expect(try await server.post("v2/incidents/", Self.json + padding).status == 201)
            #expect(try await server.post("v2/incidents/", Self.json + padding + " ").status == 413)
        }
    }

    static let malformed: [(String, String)] = [
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("nonsense", "Expecting value: line 1 column 1 (char 0)"),
        ("{} {}", "Extra data: line 1 column 4 (char 3)"),
        (
            #"{"a":1,}"#,
            "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"
        ),
        (#"{"a" 1}"#, "Expecting ':' delimiter: line 1 column 6 (char 5)"),
        ("{\n\"a\":\n?}", "Expecting value: line 3 column 1 (char 7)"),
        (#"{"a":NaN}"#, "Out of range float values are not JSON compliant: 'NaN'"),
        (#"{"a":"\ud800"}"#, "Invalid \\\\uXXXX escape: line 1 column 8 (char 7)"),
    ]

    @Test(arguments: malformed)
    func `that are no JSON are 400, with the place`(body: String, reason: String) async throws {
        try await APIServer.run { server in
            let body = body.isEmpty ? "  \n" : body
            let before = try await server.contents()
            let answer = try await server.post("v2/incidents/", body)

            #expect(answer.status == 400)
            #expect(answer.text == #"{"detail":"JSON parse error - \#(reason)"}"#)
            #expect(try await server.contents() == before)
        }
    }

    @Test func `that are no UTF-8 are 400`() async throws {
        try await APIServer.run { server in
            let before = try await server.contents()
            let bytes = Array(Self.json.dropLast().utf8) + Array(#","description":""#.utf8)
            for wrong: [UInt8] in [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]] {
                let answer = try await server.ask(
                    .post, "v2/incidents/", bytes: bytes + wrong + Array("\"}".utf8), as: .nav)

                #expect(answer.status == 400)
                #expect(answer.text.hasPrefix(#"{"detail":"JSON parse error - Invalid UTF-8"#))
            }
            #expect(try await server.contents() == before)
        }
    }

    @Test func `may be nested 128 deep, not deeper`() async throws {
        try await APIServer.run { server in
            func body(_ depth: Int) -> String {
                let nested =
                    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                return Self.json.dropLast() + ",\"metadata\":\(nested)}"
            }

            #expect(try await server.post("v2/incidents/", body(127)).status == 201)
            let answer = try await server.post("v2/incidents/", body(100_000))
            #expect(answer.status == 400)
            #expect(answer.text.hasPrefix(#"{"detail":"JSON parse error - Too many nested values"#))
        }
    }

    @Test func `that are no object are 400`() async throws {
        @Sendable func expected(_ type: String) -> String {
            #"{"non_field_errors":["Invalid data. Expected a dictionary, but got \#(type)."]}"#
        }
        try await APIServer.run { server in
            try await server.refuses([
                Refused(.post, "v2/incidents/", "[]", as: .nav, 400, expected("list")),
                Refused(.post, "v2/incidents/", "1", as: .nav, 400, expected("int")),
                Refused(.post, "v2/incidents/", "1.5", as: .nav, 400, expected("float")),
                Refused(.post, "v2/incidents/", #""x""#, as: .nav, 400, expected("str")),
                Refused(.post, "v2/incidents/", "true", as: .nav, 400, expected("bool")),
                Refused(
                    .post, "v2/incidents/", "null", as: .nav, 400,
                    #"{"non_field_errors":["No data provided"]}"#),
            ])
        }
    }

    @Test func `may repeat a name, of which the last counts`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/",
                #"{"level":9,"description":"a","# + Self.json.dropFirst().dropLast()
                    + #","description":"b","level":2}"#)

            #expect(answer.status == 201)
            #expect(try answer.json["description"] == "b")
            #expect(try answer.json["level"] == 2)
        }
    }

    @Test func `may hold members that nobody knows`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/", Self.json.dropLast() + #","pk":77,"open":false,"other":{"a":[1]}}"#
            )

            #expect(answer.status == 201)
            #expect(try answer.pk == 1)
            #expect(try answer.json["open"] == true)
        }
    }
}

@Suite struct `Texts` {
    @Test func `lose the blanks at their ends, and numbers become texts`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15T12:00:00Z","tags":[],"description":"  a b\n","#
                    + #""source_incident_id":12345678901234567890,"details_url":1.50}"#)

            #expect(try answer.json["description"] == "a b")
            #expect(try answer.json["source_incident_id"] == "12345678901234567890")
            #expect(try answer.json["details_url"] == "https://nav.example.org/1.50")
        }
    }

    @Test func `of any script come back as they were`() async throws {
        try await APIServer.run { server in
            let text = "Blåbærsyltetøy 🔥 \u{7}\"\\/ 测试 \u{2028}"
            let answer = try await server.post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15T12:00:00Z","tags":[],"#
                    + #""description":"Blåbærsyltetøy \ud83d\udd25 \u0007\"\\\/ 测试 \u2028."}"#)

            #expect(try answer.json["description"]?.string == text + ".")
            #expect(answer.text.contains("Blåbærsyltetøy 🔥 \\u0007\\\"\\\\/ 测试"))
        }
    }

    @Test(.bug(id: 9)) func `that only look the same are different ones`() async throws {
        try await APIServer.run { server in
            let (one, other) = ("\u{c5}", "A\u{30a}")
            let body = { (identifier: String, tags: String) in
                #"{"start_time":"2025-06-15T12:00:00Z","source_incident_id":"\#(identifier)","#
                    + #""tags":[\#(tags)],"description":"\#(identifier)"}"#
            }
            try await server.post("v3/incidents/", body(one, #""k=\#(one)","k=\#(other)""#))
            let second = try await server.post("v3/incidents/", body(other, #""k=\#(other)""#))
            let changed = try await server.ask(
                .patch, "v3/incidents/1/", #"{"description":"\#(other)","tags":["k=\#(other)"]}"#,
                as: .nav)

            #expect(second.status == 201)
            #expect(try changed.json["description"]?.string?.unicodeScalars.count == 2)
            #expect(try changed.json["tags"]?.array?.count == 1)
            let encoded = ["%C3%85", "A%CC%8A"]
            var found: [[Int64]] = []
            for text in encoded {
                found.append(try await server.get("v2/incidents/?tags=k=\(text)").pks)
                found.append(try await server.get("v2/incidents/?source_incident_id=\(text)").pks)
                found.append(try await server.get("v2/incidents/?search=\(text)").pks)
            }
            // The search finds old descriptions too.
            #expect(found == [[], [1], [1], [2, 1], [2], [2, 1]])
        }
    }

    @Test(.bug(id: 9)) func `that only look the same are different items of a batch`() async throws
    {
        try await APIServer.run { server in
            let items = ["\u{c5}", "A\u{30a}"].map {
                #"{"op":"create","source_incident_id":"\#($0)","start_time":"2025-06-15T12:00:00Z","tags":[]}"#
            }
            let body = #"{"items":[\#(items.joined(separator: ","))]}"#
            let answers = [
                try await server.post("v3/incidents/batch/", body),
                try await server.post("v3/incidents/batch/", body),
            ]

            let pks = try answers.map { try $0.json["items"]?.array?.map { $0["incident"]?["pk"] } }
            #expect(pks == [[1, 2], [1, 2]])
        }
    }

    @Test func `are refused where they are none, or hold U+0000`() async throws {
        let start = #"{"start_time":"2025-06-15T12:00:00Z","tags":[],"#
        @Sendable func refused(_ value: String, _ message: String) -> Refused {
            Refused(
                .post, "v2/incidents/", start + #""description":\#(value)}"#, as: .nav, 400,
                #"{"description":["\#(message)"]}"#)
        }
        try await APIServer.run { server in
            try await server.refuses([
                refused("true", "Not a valid string."), refused("{}", "Not a valid string."),
                refused("[]", "Not a valid string."),
                refused("null", "This field may not be null."),
                refused(#""a\u0000b""#, "Null characters are not allowed."),
            ])
        }
    }

    @Test func `in a form may hold neither U+0000`() async throws {
        try await APIServer.run { server in
            try await server.post(
                "v2/incidents/", #"{"start_time":"2025-06-15T12:00:00Z","tags":[]}"#)
            let answer = try await server.ask(
                .post, "v2/incidents/1/events/", "type=OTH&timestamp=2025-06-15&description=a%00b",
                as: .nav, type: "application/x-www-form-urlencoded")

            #expect(answer.status == 400)
            #expect(answer.text == #"{"description":["Null characters are not allowed."]}"#)
        }
    }
}
