import ArgusHTTP
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

@Suite struct `Administering accounts` {
    private static let detail =
        #"{"detail":"You do not have permission to perform this action."}"#

    @Test func `shows an account with what it may do`() async throws {
        try await APIServer.run { server throws in
            #expect(
                try await server.get("v3/users/5/", as: .alice).text
                    == #"{"pk":5,"username":"nav","first_name":"","last_name":"","email":"","is_active":true,"is_staff":false,"is_superuser":false,"role":"operator","source":2,"last_login":null,"date_joined":"2025-06-15T15:06:40Z"}"#
            )
            let me = try await server.get("v3/users/me/", as: .charlie)
            #expect(try me.json["role"] == "staff")
            #expect(try await server.get("v3/users/4/", as: .charlie).text == me.text)
            #expect(
                try await server.get("v3/users/99/", as: .alice).text
                    == #"{"detail":"No User matches the given query."}"#)
        }
    }

    @Test func `lists accounts in pages, from the newest`() async throws {
        try await APIServer.run { server in
            let first = try await server.get("v3/users/?page_size=4", as: .alice)
            let next = try #require(try first.json["next"]?.string)
            let second = try await server.get(
                String(next.dropFirst("http://localhost/api/".count)), as: .alice)

            #expect(try first.pks == [6, 5, 4, 3])
            #expect(try second.pks == [2, 1])
            #expect(try second.json["next"] == .null)
        }
    }

    @Test func `opens an account`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v3/users/",
                #"{"username":"dora","first_name":"Dora","email":"dora@example.org","role":"viewer","password":"correct horse"}"#,
                as: .alice)
            let logIn = try await server.post(
                "v2/token-auth/", #"{"username":"dora","password":"correct horse"}"#, as: .nobody)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":7,"username":"dora","first_name":"Dora","last_name":"","email":"dora@example.org","is_active":true,"is_staff":false,"is_superuser":false,"role":"viewer","source":null,"last_login":null,"date_joined":"2025-06-15T15:06:40Z"}"#
            )
            #expect(logIn.status == 200)
        }
    }

    @Test func `opens an account once for one key, of which the password is no part`()
        async throws
    {
        try await APIServer.run { server in
            let post = { @Sendable (password: String) in
                try await server.ask(
                    .post, "v3/users/", #"{"username":"dora","password":"\#(password)"}"#,
                    as: .alice, headers: [.idempotencyKey: "k"])
            }
            let first = try await post("correct horse")
            let second = try await post("another horse")

            #expect([first.status, second.status] == [201, 201])
            #expect(second.text == first.text)
        }
    }

    @Test func `refuses to open what cannot be`() async throws {
        try await APIServer.run { server in
            let cases: [(String, String)] = [
                ("{}", #"{"username":["This field is required."]}"#),
                (
                    #"{"username":"bob"}"#,
                    #"{"username":["A user with that username already exists."]}"#
                ),
                (
                    #"{"username":"d","role":"king"}"#,
                    #"{"role":["\"king\" is not a valid choice."]}"#
                ),
                (
                    #"{"username":"d","role":"staff","is_staff":true}"#,
                    #"{"role":["Give either a role, or is_staff and is_superuser."]}"#
                ),
                (
                    #"{"username":"d","is_active":"maybe"}"#,
                    #"{"is_active":["Must be a valid boolean."]}"#
                ),
                (
                    #"{"username":"d","password":"1234567"}"#,
                    #"{"password":["This password is too short. It must contain at least 8 characters.","This password is entirely numeric."]}"#
                ),
                (
                    #"{"username":"d","email":"x","first_name":7}"#,
                    #"{"email":["Enter a valid email address."]}"#
                ),
            ]
            try await server.refuses(
                cases.map { Refused(.post, "v3/users/", $0.0, as: .alice, 400, $0.1) })
        }
    }

    @Test func `changes what is named, and leaves the rest`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .patch, "v3/users/3/",
                #"{"last_name":"Builder","role":"staff","password":"correct horse"}"#, as: .alice)

            #expect(answer.status == 200)
            #expect(try answer.json["username"] == "bob")
            #expect(try answer.json["last_name"] == "Builder")
            #expect(try answer.json["is_staff"] == true)
            #expect(try await server.get("v3/users/3/", as: .alice).text == answer.text)
        }
    }

    @Test func `makes an account inactive at once`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .patch, "v3/users/3/", #"{"is_active":false}"#, as: .alice)

            #expect(try answer.json["is_active"] == false)
            #expect(
                try await server.get("v2/incidents/").text
                    == #"{"detail":"User inactive or deleted."}"#)
        }
    }

    @Test func `refuses to change what would lock everybody out`() async throws {
        try await APIServer.run { server in
            let own = "You cannot take this from yourself."
            try await server.refuses([
                Refused(
                    .patch, "v3/users/2/", #"{"is_active":false}"#, as: .alice, 400,
                    #"{"is_active":["\#(own)"]}"#),
                Refused(
                    .patch, "v3/users/2/", #"{"role":"viewer"}"#, as: .alice, 400,
                    #"{"role":["\#(own)"]}"#),
                Refused(
                    .delete, "v3/users/2/", as: .alice, 400,
                    #"["You cannot delete the account with which you ask."]"#),
                Refused(
                    .patch, "v3/users/3/", #"{"username":"x"}"#, as: .alice, 400,
                    #"{"username":["The name of an account cannot be changed."]}"#),
            ])
        }
    }

    @Test func `removes an account that has left no trace, and no other`() async throws {
        try await APIServer.run { server throws in
            try await createThree(on: server)
            try await server.post("v2/incidents/1/events/", #"{"type":"CLO"}"#, as: .charlie)
            let root = "v2/notificationprofiles/"
            try await server.post("\(root)filters/", #"{"name":"f"}"#, as: .bob)
            let profile = try await server.post(
                root, #"{"name":"p","timeslot":3,"filters":[1]}"#, as: .bob)
            #expect(profile.status == 201)
            #expect(try await server.ask(.delete, "v3/users/3/", as: .alice).status == 204)
            #expect(try await server.get("v2/incidents/", as: .bob).status == 401)

            let trace =
                #"["This account has a source system, changed incidents or planned maintenance, so it cannot be deleted; make it inactive instead."]"#
            try await server.refuses([
                Refused(.delete, "v3/users/4/", as: .alice, 400, trace),
                Refused(.delete, "v3/users/5/", as: .alice, 400, trace),
            ])
        }
    }

    @Test func `keeps an account of which others need a filter`() async throws {
        try await APIServer.run { server throws in
            let root = "v2/notificationprofiles/"
            for name in ["planned", "shared"] {
                try await server.post(
                    "\(root)filters/", #"{"name":"\#(name)","public":true}"#, as: .bob)
            }
            try await server.post(
                "v2/plannedmaintenance/",
                #"{"start_time":"2025-06-16T13:00:00Z","end_time":"2025-06-16T14:00:00Z","filters":[1]}"#,
                as: .charlie)
            try await server.post(root, #"{"name":"p","timeslot":4,"filters":[2]}"#, as: .charlie)
            try await server.refuses([
                Refused(
                    .delete, "v3/users/3/", as: .alice, 400,
                    #"["Its filter \"planned\" has to stay: The filter is needed by the planned maintenance 1. Make the account inactive instead."]"#
                )
            ])
            #expect(
                try await server.ask(.delete, "v2/plannedmaintenance/1/", as: .charlie).status
                    == 204)
            let answer = try await server.ask(.delete, "v3/users/3/", as: .alice)
            #expect(answer.status == 400 && answer.text.contains("1 of others"))

            // What is not public any more is of no use to others.
            try await server.ask(.patch, "\(root)filters/2/", #"{"public":false}"#, as: .bob)
            #expect(try await server.ask(.delete, "v3/users/3/", as: .alice).status == 204)
            #expect(try await server.get("\(root)1/", as: .charlie).json["filters"] == [])
        }
    }

    @Test func `is for superusers`() async throws {
        try await APIServer.run { server in
            for asker in [APIServer.Asker.bob, .charlie, .nav] {
                try await server.refuses([
                    Refused(.get, "v3/users/", as: asker, 403, Self.detail),
                    Refused(.get, "v3/users/2/", as: asker, 403, Self.detail),
                    Refused(
                        .post, "v3/users/", #"{"username":"d"}"#, as: asker, 403, Self.detail),
                    Refused(
                        .patch, "v3/users/3/", #"{"role":"superuser"}"#, as: asker, 403,
                        Self.detail),
                    Refused(.delete, "v3/users/6/", as: asker, 403, Self.detail),
                ])
            }
        }
    }
}
