import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let filters = "v2/notificationprofiles/filters/"

@Suite struct `Stored filters that people type` {
    @Test func `are shown as they were typed, in every version that has filters`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                filters, #"{"name":"core","filter":{"open":true,"q":" host^=core-  OR acked "}}"#,
                as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"name":"core","filter":{"open":true,"acked":null,"stateful":null,"maxlevel":null,"hide_closed_acked":false,"q":"host^=core-  OR acked"},"public":false}"#
            )
            #expect(try await server.get("\(filters)1/").text == answer.text)
            let first = try await server.get("v1/notificationprofiles/filters/1/").json
            #expect(first["filter"]?["q"] == "host^=core-  OR acked")
        }
    }

    @Test func `describe incidents together with the other fields`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let blob = #"{"maxlevel":4,"q":"tag:a (open or start>=-3h4m40s)"}"#
            try await server.post(filters, #"{"name":"x","filter":\#(blob)}"#, as: .bob)

            #expect(try await server.get("v2/incidents/?filter_pk=1").pks == [4, 3, 1])
            #expect(
                try await server.get("v2/incidents/?filter_pk=1&q=level%3C3", as: .bob).pks == [1])
            #expect(
                try await server.post("v2/notificationprofiles/preview/", blob, as: .bob).json
                    .array?.count == 3)
        }
    }

    @Test(arguments: ["null", #""""#, #""  ""#])
    func `are as if they were not there when blank`(q: String) async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            let answer = try await server.post(
                filters, #"{"name":"x","filter":{"q":\#(q)}}"#, as: .bob)

            #expect(try answer.json["filter"]?["q"] == nil)
            #expect(try await server.get("v2/incidents/?filter_pk=1").pks == [])
        }
    }

    @Test func `are refused with what is wrong and where`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .post, filters, #"{"name":"x","filter":{"q":"level>=9"}}"#, 400,
                    #"{"filter":{"q":["At character 8: a level is 1 (worst) to 5, or critical, high, moderate, low or information."]}}"#
                ),
                Refused(
                    .post, filters, #"{"name":"x","filter":{"q":["open"]}}"#, 400,
                    #"{"filter":{"q":["Not a valid string."]}}"#),
            ])
        }
    }
}
