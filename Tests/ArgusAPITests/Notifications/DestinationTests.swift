import ArgusAnswers
import ArgusCore
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let destinations = "v2/notificationprofiles/destinations/"
private let mail =
    #"{"media":"email","label":"work","settings":{"email_address":"w@example.org","more":1}}"#
private let none = #"{"detail":"No DestinationConfig matches the given query."}"#

@Suite struct `Media` {
    @Test func `are listed and looked at`() async throws {
        try await APIServer.run { server in
            for version in ["v2", "v3"] {
                let media = "\(version)/notificationprofiles/media/"
                #expect(
                    try await server.get(media).text
                        == #"[{"slug":"email","name":"Email","installed":true},{"slug":"sms","name":"SMS","installed":true}]"#
                )
                #expect(try await server.get("\(media)sms/").json["name"] == "SMS")
                try await server.refuses([
                    Refused(
                        .get, "\(media)pigeon/", 404,
                        #"{"detail":"No Media matches the given query."}"#)
                ])
            }
        }
    }

    @Test func `tell what settings look like`() async throws {
        try await APIServer.run { server in
            let media = "v2/notificationprofiles/media/"
            #expect(
                try await server.get("\(media)sms/json_schema/").text
                    == #"{"json_schema":{"title":"SMS Settings","description":"Settings for a DestinationConfig using SMS.","type":"object","required":["phone_number"],"properties":{"phone_number":{"type":"string","title":"Phone number","description":"The phone number is validated and the country code needs to be given."}},"$id":"http://localhost/json-schema/sms"}}"#
            )
            try await server.refuses([
                Refused(
                    .get, "\(media)pigeon/json_schema/", 400,
                    #"["Medium \"pigeon\" is not installed."]"#)
            ])
        }
    }
}

@Suite struct `Channels` {
    @Test func `are listed with what their destinations need`() async throws {
        try await APIServer.run { server in
            let channels = try await server.get("v3/channels/").json.array ?? []

            #expect(
                channels.map { $0["slug"]?.string } == Medium.allCases.map { $0.rawValue })
            let ntfy = try #require(channels.first { $0["slug"] == "ntfy" })
            #expect(ntfy["json_schema"]?["required"] == ["url"])
            #expect(
                ntfy["json_schema"]?["properties"]?["token"]?.text
                    == #"{"type":"string","title":"Access token","description":"Where the topic is protected.","writeOnly":true}"#
            )
        }
    }

    @Test func `beside mail and SMS have destinations in version 3 alone`() async throws {
        try await APIServer.run { server in
            let (second, third) = ("v2/notificationprofiles/", "v3/notificationprofiles/")
            let slack =
                #"{"media":"slack","label":"ops","settings":{"url":"https://hooks.slack.com/A/B"}}"#
            try await server.refuses([
                Refused(
                    .get, "\(third)media/slack/", 404,
                    #"{"detail":"No Media matches the given query."}"#),
                Refused(
                    .get, "\(second)media/slack/json_schema/", 400,
                    #"["Medium \"slack\" is not installed."]"#),
                Refused(
                    .post, "\(second)destinations/", slack, 400,
                    #"{"media":["Invalid pk \"slack\" - object does not exist."]}"#),
            ])
            let answer = try await server.post("\(third)destinations/", slack, as: .bob)
            #expect(
                answer.text
                    == #"{"pk":1,"media":{"slug":"slack","name":"Slack","installed":true},"label":"ops","suggested_label":"Slack: hooks.slack.com/…","settings":{"url":"***"},"managed":null}"#
            )
            #expect(
                try await server.get("\(second)destinations/").text
                    == #"[{"pk":1,"media":{"slug":"slack","name":"Slack","installed":true},"label":"ops","suggested_label":"Slack: hooks.slack.com/…","settings":{"url":"***"}}]"#
            )
        }
    }
}

@Suite struct `Destinations` {
    @Test func `are stored with the settings that are known`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(destinations, mail, as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"media":{"slug":"email","name":"Email","installed":true},"label":"work","suggested_label":"Email: w@example.org","settings":{"email_address":"w@example.org","synced":false}}"#
            )
            #expect(try await server.get("\(destinations)1/").text == answer.text)
            #expect(try await server.get(destinations).pks == [1])
        }
    }

    @Test func `by a medium that a newer server knows are shown as they are`() {
        let pigeon = Destination(
            id: 1, user: 3, medium: Medium(stored: "pigeon"), settings: ["loft": "7"])

        #expect(
            DestinationJSON(pigeon).json(.v2).text
                == #"{"pk":1,"media":{"slug":"pigeon","name":"pigeon","installed":false},"label":null,"suggested_label":"pigeon","settings":{"loft":"7"}}"#
        )
    }

    @Test func `keep phone numbers as E.164 has them`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                destinations,
                #"{"media":"sms","label":"","settings":{"phone_number":"+47 922 33 445"}}"#,
                as: .bob)

            #expect(
                answer.text
                    == #"{"pk":1,"media":{"slug":"sms","name":"SMS","installed":true},"label":null,"suggested_label":"SMS: +4792233445","settings":{"phone_number":"+4792233445"}}"#
            )
        }
    }

    @Test func `in version 3 tell beside the settings whether they are managed`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                "v3/notificationprofiles/destinations/", mail, as: .bob)

            #expect(
                answer.text
                    == #"{"pk":1,"media":{"slug":"email","name":"Email","installed":true},"label":"work","suggested_label":"Email: w@example.org","settings":{"email_address":"w@example.org"},"managed":null}"#
            )
        }
    }

    @Test func `are changed, but not their medium`() async throws {
        try await APIServer.run { server in
            try await server.post(destinations, mail, as: .bob)

            var answer = try await server.ask(.patch, "\(destinations)1/", #"{"label":null}"#)
            #expect(try answer.json["label"] == .null)
            answer = try await server.ask(
                .patch, "\(destinations)1/", #"{"settings":{"email_address":"x@example.org"}}"#)
            #expect(try answer.json["suggested_label"] == "Email: x@example.org")
            #expect(try await server.ask(.patch, "\(destinations)1/", "{}").text == answer.text)
            try await server.refuses([
                Refused(
                    .patch, "\(destinations)1/",
                    #"{"media":"sms","settings":{"phone_number":"+4792233445"}}"#, 400,
                    #"{"media":["Media cannot be updated, only settings."]}"#),
                Refused(
                    .put, "\(destinations)1/", mail, 405,
                    #"{"detail":"Method \"PUT\" not allowed."}"#),
            ])
        }
    }

    @Test func `are refused with what is wrong`() async throws {
        @Sendable func refused(_ body: String, _ text: String) -> Refused {
            Refused(.post, destinations, body, 400, text)
        }
        @Sendable func settings(_ settings: String, _ text: String) -> Refused {
            refused(#"{"media":"email","settings":\#(settings)}"#, text)
        }
        try await APIServer.run { server in
            try await server.post(destinations, mail, as: .bob)
            try await server.refuses([
                refused(
                    "{}",
                    #"{"media":["This field is required."],"settings":["This field is required."]}"#
                ),
                refused(
                    #"{"media":"pigeon","settings":{}}"#,
                    #"{"media":["Invalid pk \"pigeon\" - object does not exist."]}"#),
                settings("null", #"{"settings":["This field may not be null."]}"#),
                settings(#""x""#, #"{"settings":["Enter a valid JSON.","invalid"]}"#),
                settings("[]", #"{"settings":["Settings has to be a dictionary."]}"#),
                settings("{}", #"{"email_address":["This field is required.","required"]}"#),
                settings(
                    #"{"email_address":"nope"}"#,
                    #"{"email_address":["Enter a valid email address.","invalid"]}"#),
                settings(
                    #"{"email_address":"w@example.org"}"#,
                    #"{"non_field_errors":["A destination with these settings already exists"]}"#),
                refused(
                    #"{"media":"email","label":"work","settings":{"email_address":"x@example.org"}}"#,
                    #"{"label":["A destination with this medium and label already exists"]}"#),
                refused(
                    #"{"media":"email","label":"\#(String(repeating: "x", count: 51))","settings":{"email_address":"x@example.org"}}"#,
                    #"{"label":["Ensure this field has no more than 50 characters."]}"#),
                refused(
                    #"{"media":"sms","settings":{"phone_number":"123"}}"#,
                    #"{"phone_number":["Enter a valid phone number (e.g. +12125552368).","invalid"]}"#
                ),
            ])
        }
    }

    @Test func `are everybody's own, and tell if others have the same`() async throws {
        try await APIServer.run { server in
            try await server.post(destinations, mail, as: .bob)
            let path = "\(destinations)1/duplicate/"
            #expect(try await server.get(path).text == #"{"is_duplicate":false}"#)
            try await server.post(destinations, mail, as: .alice)
            #expect(try await server.get(path).text == #"{"is_duplicate":true}"#)
            try await server.refuses([
                Refused(.get, "\(destinations)2/", 404, none),
                Refused(.delete, "\(destinations)2/", 404, none),
                Refused(
                    .get, "\(destinations)2/duplicate/", 400,
                    #"["Destination with pk=2 does not exist."]"#),
            ])
        }
    }

    @Test func `may be written as a form`() async throws {
        try await APIServer.run { server in
            let answer = try await server.ask(
                .post, destinations,
                "media=email&settings=%7B%22email_address%22%3A%22a%40b.no%22%7D",
                type: "application/x-www-form-urlencoded")

            #expect(try answer.json["settings"]?["email_address"] == "a@b.no")
        }
    }
}

@Suite struct `The destination of an account` {
    @Test func `follows its address, and cannot be deleted`() async throws {
        try await APIServer.run { server in
            let dora = try await server.dora()
            let list = try await server.get(destinations, as: dora)
            #expect(try list.json.array?.first?["settings"]?["synced"] == true)
            let pk = try #require(try list.pks.first)

            #expect(
                try await server.ask(.patch, "\(destinations)\(pk)/", #"{"label":"x"}"#, as: dora)
                    .json["settings"]?["synced"] == true)
            try await server.refuses([
                Refused(
                    .delete, "\(destinations)\(pk)/", as: dora, 400,
                    #"["Cannot delete this destination since it was defined by an outside source."]"#
                )
            ])
        }
    }

    @Test func `is made anew when it is led elsewhere`() async throws {
        try await APIServer.run { server in
            let dora = try await server.dora()
            let pk = try #require(try await server.get(destinations, as: dora).pks.first)
            let answer = try await server.ask(
                .patch, "\(destinations)\(pk)/", #"{"settings":{"email_address":"x@example.org"}}"#,
                as: dora)

            #expect(try answer.json["settings"]?["synced"] == false)
            let list = try await server.get("v3/notificationprofiles/destinations/", as: dora)
            let written = try list.json.array?.map { $0["managed"] }
            #expect(written == [false, true])
        }
    }
}
