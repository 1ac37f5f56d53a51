import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let profiles = "v2/notificationprofiles/"
private let body =
    #"{"name":"night","timeslot":3,"filters":[1],"destinations":[1],"active":false}"#

extension APIServer {
    /// Creates filter 1 (a=1) and destination 1 of bob's; filter 2 (public) and 3 and destination 2
    /// of alice's.
    ///
    /// Their timeslots are 3 and 2.
    fileprivate func makeParts() async throws {
        let filters = "v2/notificationprofiles/filters/"
        let destinations = "v2/notificationprofiles/destinations/"
        try await post(filters, #"{"name":"a","filter":{"tags":["a=1"]}}"#, as: .bob)
        try await post(
            filters, #"{"name":"b","filter":{"maxlevel":2},"public":true}"#, as: .alice)
        try await post(filters, #"{"name":"c"}"#, as: .alice)
        for asker in [Asker.bob, .alice] {
            try await post(
                destinations, #"{"media":"email","settings":{"email_address":"a@b.no"}}"#,
                as: asker)
        }
    }
}

@Suite struct `Notification profiles` {
    @Test func `show what they consist of`() async throws {
        try await APIServer.run { server in
            try await server.makeParts()
            let answer = try await server.post(profiles, body, as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"name":"night","timeslot":{"pk":3,"name":"All the time","time_recurrences":[{"days":[1,2,3,4,5,6,7],"start":"00:00:00","end":"23:59:59.999999","all_day":true}]},"filters":[{"pk":1,"name":"a","filter":{"tags":["a=1"],"open":null,"acked":null,"stateful":null,"maxlevel":null,"hide_closed_acked":false},"public":false}],"destinations":[{"pk":1,"media":{"slug":"email","name":"Email","installed":true},"label":null,"suggested_label":"Email: a@b.no","settings":{"email_address":"a@b.no","synced":false}}],"active":false}"#
            )
            #expect(try await server.get("\(profiles)1/").text == answer.text)
            #expect(try await server.get(profiles).text == "[\(answer.text)]")
        }
    }

    @Test func `need a timeslot and filters, and no name`() async throws {
        try await APIServer.run { server in
            try await server.makeParts()
            let answer = try await server.post(profiles, #"{"timeslot":3,"filters":[2]}"#, as: .bob)

            #expect(try answer.json["name"] == .null)
            #expect(try answer.json["destinations"] == [])
            #expect(try answer.json["active"] == true)
        }
    }

    @Test func `are changed in part`() async throws {
        try await APIServer.run { server in
            try await server.makeParts()
            try await server.post(profiles, body, as: .bob)

            var answer = try await server.ask(.patch, "\(profiles)1/", #"{"active":true}"#)
            #expect(try answer.json["active"] == true)
            #expect(try answer.json["destinations"]?.array?.count == 1)
            answer = try await server.ask(
                .patch, "\(profiles)1/", #"{"filters":[2,1,2],"name":null,"destinations":[]}"#)
            #expect(try answer.json["filters"]?.array?.map { $0["pk"] } == [1, 2])
            #expect(try answer.json["name"] == .null)
            answer = try await server.ask(
                .put, "\(profiles)1/", #"{"timeslot":3,"filters":[1],"name":"night"}"#)
            #expect(try answer.json["name"] == "night")
        }
    }

    @Test func `use what their owner may use`() async throws {
        @Sendable func refused(_ body: String, _ text: String) -> Refused {
            Refused(.post, profiles, body, 400, text)
        }
        try await APIServer.run { server in
            try await server.makeParts()
            try await server.post(profiles, body, as: .bob)
            try await server.refuses([
                refused(
                    "{}",
                    #"{"timeslot":["This field is required."],"filters":["This field is required."]}"#
                ),
                refused(
                    #"{"timeslot":3,"filters":[]}"#, #"{"filters":["This list may not be empty."]}"#
                ),
                refused(
                    #"{"timeslot":"x","filters":5}"#,
                    #"{"timeslot":["Incorrect type. Expected pk value, received str."],"filters":["Expected a list of items but got type \"int\"."]}"#
                ),
                refused(
                    #"{"timeslot":9,"filters":[1]}"#,
                    #"{"timeslot":["Invalid pk \"9\" - object does not exist."]}"#),
                refused(
                    #"{"timeslot":2,"filters":[1]}"#,
                    #"{"non_field_errors":["The user of 'timeslot' must be the same as the requesting user."]}"#
                ),
                refused(
                    #"{"timeslot":3,"filters":[1,3]}"#,
                    #"{"filters":["Invalid pk \"3\" - object does not exist."]}"#),
                refused(
                    #"{"timeslot":3,"filters":[1],"destinations":[2]}"#,
                    #"{"destinations":["Invalid pk \"2\" - object does not exist."]}"#),
                refused(
                    body,
                    #"{"non_field_errors":["The requesting user already has a profile with that name."]}"#
                ),
            ])
            #expect(
                try await server.post(
                    profiles, #"{"name":"night","timeslot":2,"filters":[2]}"#, as: .alice
                ).status == 201)
        }
    }

    @Test func `are everybody's own`() async throws {
        let none = #"{"detail":"No NotificationProfile matches the given query."}"#
        try await APIServer.run { server in
            try await server.makeParts()
            try await server.post(profiles, body, as: .bob)

            #expect(try await server.get(profiles, as: .alice).pks == [])
            try await server.refuses([
                Refused(.get, "\(profiles)1/", as: .alice, 404, none),
                Refused(.patch, "\(profiles)1/", "{}", as: .alice, 404, none),
                Refused(.delete, "\(profiles)1/", as: .alice, 404, none),
                Refused(
                    .get, "\(profiles)1/incidents/", as: .alice, 400,
                    #"["Notification profile with pk=1 does not exist."]"#),
            ])
            #expect(try await server.ask(.delete, "\(profiles)1/").status == 204)
            #expect(try await server.get(profiles).pks == [])
        }
    }

    @Test func `list the incidents of any of their filters`() async throws {
        try await APIServer.run { server in
            try await createFive(on: server)
            try await server.makeParts()
            try await server.post(profiles, #"{"timeslot":3,"filters":[1,2]}"#, as: .bob)

            #expect(try await server.get("\(profiles)1/incidents/").pks == [3, 2, 1])
            let list = "v2/incidents/?notificationprofile_pk=1"
            #expect(try await server.get(list).pks == [3, 2, 1])
            #expect(try await server.get("\(list)&open=true").pks == [1])
            #expect(try await server.get(list, as: .alice).pks == [])
        }
    }

    @Test func `lose a filter that its owner makes private again`() async throws {
        try await APIServer.run { server throws in
            try await server.makeParts()
            try await server.post(profiles, #"{"timeslot":3,"filters":[1,2]}"#, as: .bob)
            let filters = { @Sendable in
                let profile = try await server.get("\(profiles)1/").json
                return profile["filters"]?.array?.compactMap { $0["pk"]?.integer }
            }
            #expect(try await filters() == [1, 2])

            try await server.ask(
                .patch, "\(profiles)filters/2/", #"{"public":false}"#, as: .alice)
            let after = try await server.get("\(profiles)1/")
            #expect(try await filters() == [1])
            #expect(!after.text.contains(#""name":"b""#))

            let deleted = try await server.ask(.delete, "\(profiles)filters/2/", as: .alice)
            #expect(deleted.status == 204)
            #expect(try await filters() == [1])
        }
    }

    @Test func `of others keep a filter that is public, and are not named`() async throws {
        try await APIServer.run { server in
            try await server.makeParts()
            try await server.post(
                profiles, #"{"name":"secret plans","timeslot":3,"filters":[2]}"#, as: .bob)

            try await server.refuses([
                Refused(
                    .delete, "\(profiles)filters/2/", as: .alice, 400,
                    #""Cannot delete this filter since it is in use in the notification profile(s): 1 of others, who use it while it is public.""#
                )
            ])
        }
    }

    @Test func `keep what they use`() async throws {
        let inUse =
            #"since it is in use in the notification profile(s): night, All the time: a."#
        try await APIServer.run { server in
            try await server.makeParts()
            try await server.post(profiles, body, as: .bob)
            try await server.post(
                profiles, #"{"timeslot":3,"filters":[1],"destinations":[1]}"#, as: .bob)

            try await server.refuses([
                Refused(
                    .delete, "\(profiles)filters/1/", 400, #""Cannot delete this filter \#(inUse)""#
                ),
                Refused(
                    .delete, "\(profiles)destinations/1/", 400,
                    #"["Cannot delete this destination \#(inUse)"]"#),
            ])
            #expect(try await server.ask(.delete, "\(profiles)timeslots/3/").status == 204)
            #expect(try await server.get(profiles).pks == [])
        }
    }
}

@Suite struct `Notification profiles in version 1` {
    private let root = "v1/notificationprofiles/"

    @Test func `know media and a phone number`() async throws {
        try await APIServer.run { server in
            let dora = try await server.dora()
            try await server.post(
                "v1/auth/phone-number/", #"{"phone_number":"+4792233445"}"#, as: dora)
            try await server.post("\(root)filters/", #"{"name":"a"}"#, as: dora)
            let answer = try await server.post(
                root, #"{"timeslot":7,"filters":[1],"media":["EM","SM"],"phone_number":2}"#,
                as: dora)

            #expect(
                try answer.keys
                    == ["pk", "timeslot", "filters", "media", "active", "phone_number"])
            #expect(try answer.json["media"] == ["EM", "SM"])
            #expect(
                try answer.json["phone_number"]?.text
                    == #"{"pk":2,"user":7,"phone_number":"+4792233445"}"#)
            let changed = try await server.ask(.patch, "\(root)1/", #"{"media":["EM"]}"#, as: dora)
            #expect(try changed.json["media"] == ["EM"])
            #expect(try changed.json["phone_number"] == .null)
            try await server.refuses([
                Refused(
                    .patch, "\(root)1/", #"{"active":false}"#, as: dora, 400,
                    #"{"media":["This field is required."]}"#)
            ])
        }
    }

    @Test func `send mail unless they say otherwise, to those with an address`() async throws {
        try await APIServer.run { server in
            let dora = try await server.dora()
            try await server.post("\(root)filters/", #"{"name":"a"}"#, as: dora)
            try await server.post("\(root)filters/", #"{"name":"a"}"#, as: .bob)
            let answer = try await server.post(root, #"{"timeslot":7,"filters":[1]}"#, as: dora)
            #expect(try answer.json["media"] == ["EM"])
            let silent = try await server.post(
                root, #"{"timeslot":3,"filters":[2],"media":[]}"#, as: .bob)
            #expect(try silent.json["media"] == [])

            try await server.refuses([
                Refused(
                    .post, root, #"{"timeslot":3,"filters":[2]}"#, 400,
                    #"{"media":["User email is not set, therefore this field cannot include email."]}"#
                ),
                Refused(
                    .post, root, #"{"timeslot":3,"filters":[2],"media":["SM"]}"#, 400,
                    #"{"phone_number":["This field may not be null."]}"#),
                Refused(
                    .post, root, #"{"timeslot":3,"filters":[2],"media":["SM"],"phone_number":1}"#,
                    400, #"{"phone_number":["Invalid pk \"1\" - object does not exist."]}"#),
                Refused(
                    .post, root, #"{"timeslot":3,"filters":[2],"media":["XX"]}"#, 400,
                    #"{"media":["\"XX\" is not a valid choice."]}"#),
                Refused(
                    .post, root, #"{"timeslot":3,"filters":[2],"media":["EM",{"a":1},"YY"]}"#, 400,
                    #"{"media":["\"{'a': 1}\" is not a valid choice."]}"#),
            ])
        }
    }
}

@Suite struct `Phone numbers in version 1` {
    private let root = "v1/auth/phone-number/"
    private let number = #"{"phone_number":"+47 92 23 34 45"}"#
    private let taken = #"{"phone_number":["Phone number already exists"]}"#

    @Test func `are destinations by another name`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(root, number, as: .bob)
            #expect(answer.status == 201)
            #expect(answer.text == #"{"pk":1,"user":3,"phone_number":"+4792233445"}"#)
            #expect(try await server.get(root).text == "[\(answer.text)]")
            #expect(try await server.get("\(root)1/").text == answer.text)
            #expect(
                try await server.get("v1/auth/user/").json["phone_numbers"]?.text
                    == "[\(answer.text)]")
            #expect(
                try await server.get("v2/notificationprofiles/destinations/1/").json["label"]
                    == .null)

            let changed = try await server.ask(
                .put, "\(root)1/", #"{"phone_number":"+4792233446"}"#)
            #expect(changed.status == 201)
            #expect(try changed.json["phone_number"] == "+4792233446")
            #expect(try await server.ask(.delete, "\(root)1/").status == 204)
            #expect(try await server.get(root).text == "[]")
        }
    }

    @Test func `are refused with what is wrong`() async throws {
        let wrong = #"{"phone_number":["Enter a valid phone number (e.g. +12125552368)."]}"#
        try await APIServer.run { server in
            try await server.post(root, number, as: .bob)
            try await server.refuses([
                Refused(.post, root, "{}", 400, #"{"phone_number":["This field is required."]}"#),
                Refused(.post, root, #"{"phone_number":"12345"}"#, 400, wrong),
                Refused(.post, root, #"{"phone_number":40000001}"#, 400, wrong),
                Refused(.post, root, number, 400, taken),
                Refused(.put, "\(root)1/", number, 400, taken),
                Refused(.put, "\(root)9/", number, 400, taken),
                Refused(.patch, "\(root)1/", number, 400, taken),
                Refused(.patch, "\(root)9/", number, 404, noSuch("DestinationConfig")),
                Refused(.put, "\(root)x/", number, 404, #"{"detail":"Not found."}"#),
                Refused(.delete, "\(root)1/", as: .alice, 404, noSuch("DestinationConfig")),
            ])
        }
    }

    @Test func `are made by putting one where there is none`() async throws {
        try await APIServer.run { server in
            let mine = try await server.post(root, number, as: .bob)
            for pk in ["1", "99", "99999999999999999999"] {
                let other = #"{"phone_number":"+4792233\#(500 + pk.utf8.count)"}"#
                let answer = try await server.ask(.put, "\(root)\(pk)/", other, as: .alice)
                #expect(answer.status == 201, "\(pk)")
            }

            #expect(try await server.get(root, as: .alice).json.array?.count == 3)
            #expect(try await server.get(root).text == "[\(mine.text)]")
        }
    }
}
