import ArgusCore
import HTTPTypes
import Testing

@Suite struct `Preferences of users` {
    @Test func `are an empty object until something is kept`() async throws {
        try await APIServer.run { server throws in
            #expect(try await server.get("v3/preferences/argus_htmx/").text == "{}")
            #expect(try await server.get("v3/preferences/").text == "{}")
        }
    }

    @Test func `are put as a whole, changed by members, and taken away`() async throws {
        try await APIServer.run { server in
            let path = "v3/preferences/argus_htmx/"
            let put = try await server.ask(.put, path, #"{"theme":"dark","page_size":20}"#)
            let patch = try await server.ask(.patch, path, #"{"theme":null,"a":{"b":[1]}}"#)

            #expect(put.status == 200)
            #expect(put.text == #"{"theme":"dark","page_size":20}"#)
            #expect(patch.text == #"{"page_size":20,"a":{"b":[1]}}"#)
            #expect(
                try await server.get("v3/preferences/").text
                    == #"{"argus_htmx":{"page_size":20,"a":{"b":[1]}}}"#)
            #expect(try await server.ask(.delete, path).status == 204)
            #expect(try await server.get("v3/preferences/").text == "{}")
        }
    }

    @Test func `name a time zone that there is`() async throws {
        try await APIServer.run { server in
            let path = "v3/preferences/argus_htmx/"
            #expect(
                try await server.ask(.put, path, #"{"time_zone":"Europe/Oslo"}"#).status == 200)
            try await server.refuses([
                Refused(
                    .patch, path, #"{"time_zone":"Mars/Base"}"#, 400,
                    #"{"time_zone":["There is no such time zone; one is named as Europe/Oslo."]}"#)
            ])
        }
    }

    @Test func `are everybody's own`() async throws {
        try await APIServer.run { server throws in
            try await server.ask(.put, "v3/preferences/x/", #"{"a":1}"#, as: .bob)

            #expect(try await server.get("v3/preferences/x/", as: .alice).text == "{}")
        }
    }

    @Test func `are refused when they are no object, too many or too large`() async throws {
        try await APIServer.run { server in
            for number in 1...Preferences.mostNamespaces {
                try await server.ask(.put, "v3/preferences/n\(number)/", "{}")
            }
            let large = #"{"a":"\#(String(repeating: "x", count: 65_536))"}"#
            let name =
                #"{"namespace":["A namespace has 1 to 255 lower-case letters, digits, hyphens and underscores."]}"#
            try await server.refuses([
                Refused(
                    .put, "v3/preferences/x/", "[]", 400,
                    #"{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}"#
                ),
                Refused(
                    .put, "v3/preferences/one-more/", "{}", 400,
                    #"["An account has at most 50 namespaces."]"#),
                Refused(
                    .put, "v3/preferences/n1/", large, 413,
                    #"{"detail":"The preferences of a namespace have at most 65536 bytes."}"#),
                Refused(.put, "v3/preferences/A%20b/", "{}", 400, name),
                Refused(.get, "v3/preferences/A/", 400, name),
            ])
        }
    }
}
