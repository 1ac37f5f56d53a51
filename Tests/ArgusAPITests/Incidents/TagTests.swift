import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// Creates incident 1 of nav with the tag `host=a`.
private func createOne(on server: APIServer) async throws {
    try await server.post(
        "v1/incidents/",
        #"{"start_time":"2025-06-15T12:00:00Z","end_time":"infinity","tags":[{"tag":"host=a"}]}"#)
}

@Suite struct `Tags` {
    @Test func `are listed, added, looked at and taken away one by one`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let added = try await server.post(
                "v2/incidents/1/tags/", #"{"tag":" e = 5 ","other":1}"#, as: .bob)
            #expect(added.status == 201)
            #expect(added.text == #"{"tag":"e=5"}"#)

            let tags = #"[{"tag":"host=a"},{"tag":"e=5"}]"#
            #expect(try await server.get("v2/incidents/1/tags/").text == tags)
            #expect(try await server.get("v2/incidents/1/tags/e=5/").text == #"{"tag":"e=5"}"#)
            let removed = try await server.ask(.delete, "v2/incidents/1/tags/host=a/")
            #expect(removed.status == 204)
            #expect(try await server.get("v2/incidents/1/tags/").text == #"[{"tag":"e=5"}]"#)
        }
    }

    @Test func `leave nothing in the log`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.post("v2/incidents/1/tags/", #"{"tag":"e=5"}"#)
            try await server.ask(.delete, "v2/incidents/1/tags/e=5/")

            #expect(try await server.get("v2/incidents/1/events/").pks == [1])
        }
    }

    @Test func `that are there already stay as they are`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let answer = try await server.post(
                "v2/incidents/1/tags/", #"{"tag":"host=a"}"#, as: .bob)

            #expect(answer.status == 201)
            #expect(
                try await server.get("v2/incidents/1/").json["tags"]?.array?.first?["added_by"] == 5
            )
        }
    }

    @Test(arguments: [
        ("a%20b%2Bc", "k=a b+c"), ("%C3%B8", "k=ø"), ("x%3Dy", "k=x=y"), ("x=y", "k=x=y"),
        ("a%2Fb", "k=a/b"), ("100%25", "k=100%"), ("a+b", "k=a+b"), ("%3F%23", "k=?#"),
    ])
    func `are percent-encoded in paths`(written: String, tag: String) async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            try await server.post("v2/incidents/1/tags/", #"{"tag":"\#(tag)"}"#)
            for path in [
                "v2/incidents/1/tags/k=\(written)/", "v2/incidents/1/tags/k%3D\(written)/",
            ] {
                #expect(try await server.get(path).json["tag"]?.string == tag)
            }
            #expect(
                try await server.ask(.delete, "v2/incidents/1/tags/k=\(written)/").status == 204)
        }
    }

    @Test func `have an empty value only in versions 1 and 2`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            for version in ["v1", "v2"] {
                let answer = try await server.post("\(version)/incidents/1/tags/", #"{"tag":"e="}"#)
                #expect(answer.text == #"{"tag":"e="}"#)
            }
            #expect(try await server.post("v3/incidents/1/tags/", #"["e="]"#).status == 400)
        }
    }

    @Test
    func
        `have keys of lower-case letters, digits and underscores, in version 1 of upper-case ones too`()
        async throws
    {
        let invalid =
            "['Enter a valid key consisting of lowercase letters, numbers and underscores.']"
        try await APIServer.run { server in
            try await createOne(on: server)
            #expect(
                try await server.post("v2/incidents/1/tags/", #"{"tag":"a_9=1"}"#).status == 201)
            #expect(try await server.post("v1/incidents/1/tags/", #"{"tag":"Ab=1"}"#).status == 201)
            for key in ["Ab", "a-b", "a b", "a.b", "ø", "é"] {
                try await server.refuses([
                    Refused(
                        .post, "v2/incidents/1/tags/", #"{"tag":"\#(key)=1"}"#, as: .nav, 400,
                        #"{"tag":"\#(invalid)"}"#)
                ])
            }
        }
    }

    @Test func `are refused when they are none`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let path = "v2/incidents/1/tags/"
            try await server.refuses([
                Refused(
                    .post, path, #"{"tag":"x"}"#, 400,
                    #"{"tag":"The tag does not have its delimiter: =."}"#),
                Refused(
                    .post, path, #"{"tag":"=x"}"#, 400,
                    #"{"tag":"The key of the tag cannot be empty."}"#),
                Refused(.post, path, #"{"tag":[]}"#, 400, #"{"tag":"Not a valid string."}"#),
                Refused(
                    .post, path, #"{"tag":"a=\u0000"}"#, 400,
                    #"{"tag":"Null characters are not allowed."}"#),
                Refused(.post, path, "{}", 400, #"{"tag":["This field is required."]}"#),
                Refused(.get, path + "x/", 400, #"["The tag does not have its delimiter: =."]"#),
                Refused(.delete, path + "x/", 400, #"["The tag does not have its delimiter: =."]"#),
                Refused(.delete, path + "x=y/", 404, noSuch("Tag")),
            ])
        }
    }

    @Test func `are refused in a list by their place`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, "v2/incidents/",
                    #"{"start_time":"2025-06-15","tags":[{"tag":"a=1"},{"tag":"x"},{},"a=1",{"tag":"=x"}]}"#,
                    as: .nav, 400,
                    #"{"tags":{"1":{"tag":"The tag does not have its delimiter: =."},"#
                        + #""2":["Tags need to follow the format {\"tag\": key=value}"],"#
                        + #""3":["Tags need to follow the format {\"tag\": key=value}"],"#
                        + #""4":{"tag":"The key of the tag cannot be empty."}}}"#)
            ])
        }
    }

    @Test func `of an incident that is not there are 400`() async throws {
        let missing = #"["An incident with pk=9 does not exist"]"#
        try await APIServer.run { server in
            for version in ["v1", "v2"] {
                try await server.refuses([
                    Refused(.get, "\(version)/incidents/9/tags/", 400, missing),
                    Refused(.get, "\(version)/incidents/9/tags/a=b/", 400, missing),
                    Refused(
                        .post, "\(version)/incidents/9/tags/", #"{"tag":"a=b"}"#, 400, missing),
                    Refused(.delete, "\(version)/incidents/9/tags/a=b/", 400, missing),
                ])
            }
        }
    }
}

@Suite struct `Tags in version 3` {
    @Test func `are texts, and added several at a time`() async throws {
        try await APIServer.run { server in
            try await createOne(on: server)
            let answer = try await server.post("v3/incidents/1/tags/", #"["f=1","g=2","f=1"]"#)

            #expect(answer.status == 201)
            #expect(try answer.json == ["f=1", "g=2", "f=1"])
            #expect(
                try await server.get("v3/incidents/1/tags/").text == #"["host=a","f=1","g=2"]"#)
            #expect(try await server.get("v3/incidents/1/tags/f=1/").text == #"["f=1"]"#)
            #expect(try await server.ask(.delete, "v3/incidents/1/tags/f=1/").status == 204)
        }
    }

    @Test func `are refused when they are none`() async throws {
        let construct =
            #"Enter a valid key-value construct: \"key=value\", where key and value are strings."#
            + " The key can consist of lowercase letters, numbers and underscores."
        try await APIServer.run { server in
            try await createOne(on: server)
            let path = "v3/incidents/1/tags/"
            try await server.refuses([
                Refused(
                    .post, path, "{}", 400,
                    #"{"non_field_errors":["Expected a list of items but got type \"dict\"."]}"#),
                Refused(
                    .post, path, #"["a=1","a","a=","A=1","a = 1",1,null,"",[]]"#, 400,
                    #"{"1":["\#(construct)"],"2":["\#(construct)"],"3":["\#(construct)"],"#
                        + #""4":["\#(construct)"],"5":["\#(construct)"],"#
                        + #""6":["This field may not be null."],"7":["This field may not be blank."],"#
                        + #""8":["Not a valid string."]}"#),
            ])
        }
    }
}
