import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Trying a profile` {
    @Test func `tells what it would have sent, and what stopped the rest`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let preview = try await server.post(
                "v3/profiles/preview/", #"{"pk":1,"rules":{}}"#, as: .bob
            ).json

            #expect(preview["since"] == "2025-06-08T15:06:40Z")
            #expect(preview["until"] == "2025-06-15T15:06:40Z")
            #expect(preview["events"] == 2 && preview["complete"] == true)
            #expect(preview["count"] == 1 && preview["pending"] == 0)
            #expect(
                preview["messages"]?.array?.first?.text
                    == #"{"event":1,"type":{"value":"STA","display":"Incident start"},"timestamp":"2025-06-15T15:00:00Z","incident":1,"description":"x","level":1,"destination":1,"media":"email","address":"b@b.no","sent":"2025-06-15T15:00:00Z","occasion":0,"others":0}"#
            )
            #expect(
                preview["others"]?.text
                    == #"[{"reason":"filter","count":1,"sentence":"Filter \"bad\" does not hold: \"level<=1\" is not so."}]"#
            )
        }
    }

    @Test func `works for one that is not stored yet`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let body = #"{"timeslot":3,"filters":[1],"destinations":[1],"days":1}"#
            let preview = try await server.post("v3/profiles/preview/", body, as: .bob)

            #expect(preview.status == 200)
            #expect(try preview.json["count"] == 1)
            #expect(try await server.get("v3/profiles/", as: .bob).json.array?.count == 1)
            #expect(try await server.get("v3/deliveries/", as: .bob).json.array?.count == 1)
        }
    }

    @Test(arguments: [
        (
            #"{}"#,
            #"{"timeslot":["This field is required."],"filters":["This field is required."]}"#
        ),
        (#"{"pk":1,"days":32}"#, "days"), (#"{"pk":1,"days":"long"}"#, "days"),
        (#"{"timeslot":3,"filters":[9]}"#, "filters"), (#"{"pk":1,"rules":{"wait":1}}"#, "wait"),
        (#"{"timeslot":2,"filters":[1]}"#, "timeslot"), (#"{"pk":null}"#, "pk"),
    ])
    func `is refused where too little or something wrong is said`(
        body: String, problem: String
    ) async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let answer = try await server.post("v3/profiles/preview/", body, as: .bob)

            #expect(answer.status == 400)
            #expect(answer.text.lowercased().contains(problem.lowercased()), "\(answer.text)")
        }
    }

    @Test func `is for one's own`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()

            let answer = try await server.post("v3/profiles/preview/", #"{"pk":1}"#, as: .charlie)
            #expect(answer.status == 404)
        }
    }
}

@Suite struct `People whom nobody reaches` {
    @Test func `are listed for the staff, with the reason`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let people = try await server.get("v3/unreachable/", as: .charlie).json.array

            #expect(
                people?.map(\.text) == [
                    #"{"user":{"pk":2,"username":"alice"},"reason":"no_profile","sentence":"There is no notification profile."}"#,
                    #"{"user":{"pk":4,"username":"charlie"},"reason":"no_profile","sentence":"There is no notification profile."}"#,
                ])
            #expect(try await server.get("v3/unreachable/", as: .bob).status == 403)
        }
    }
}
