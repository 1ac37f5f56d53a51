import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

extension APIServer {
    /// Has bob be told by e-mail of everything that is critical, lets something critical and something
    /// harmless happen, and decides who is told.
    func tellBob() async throws {
        let root = "v2/notificationprofiles/"
        try await post("\(root)filters/", #"{"name":"bad","filter":{"maxlevel":1}}"#, as: .bob)
        try await post(
            "\(root)destinations/", #"{"media":"email","settings":{"email_address":"b@b.no"}}"#,
            as: .bob)
        try await post(
            "v3/profiles/",
            #"{"name":"all","timeslot":3,"filters":[1],"destinations":[1],"rules":{"wait":60}}"#,
            as: .bob)
        for level in [1, 5] {
            try await post(
                "v2/incidents/",
                #"{"start_time":"2025-06-15T15:00:00Z","description":"x","level":\#(level),"tags":[]}"#,
                as: .nav)
        }
        try await operations.notifications.plan(by: .server)
    }
}

@Suite struct `Why somebody is told` {
    @Test func `is explained for each event and profile, with what became of it`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let told = try await server.get("v3/incidents/1/explain/", as: .bob).json
            let silent = try await server.get("v3/incidents/2/explain/", as: .bob).json

            #expect(told["told"] == true && silent["told"] == false)
            let event = told["events"]?.array?.first
            #expect(event?["profiles"]?.array?.first?["verdict"] == "told")
            #expect(
                event?["deliveries"]?.array?.first?["sentence"]
                    == "To be sent by Email to b@b.no at 2025-06-15T15:07:40Z.")
            let profile = silent["events"]?.array?.first?["profiles"]?.array?.first
            #expect(profile?["verdict"] == "filter" && profile?["condition"] == "level<=1")
            #expect(
                profile?["sentence"] == "Filter \"bad\" does not hold: \"level<=1\" is not so.")
        }
    }

    @Test func `is for oneself, and for the staff`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let path = "v3/incidents/1/explain/?user=bob"

            #expect(try await server.get(path, as: .charlie).json["told"] == true)
            #expect(try await server.get(path, as: .nav).status == 403)
            let nobody = try await server.get("v3/incidents/1/explain/?user=x", as: .charlie)
            #expect(nobody.status == 400)
            #expect(nobody.text == #"{"user":["There is no account \"x\"."]}"#)
            #expect(try await server.get("v3/incidents/9/explain/", as: .bob).status == 404)
        }
    }
}

@Suite struct `Messages` {
    @Test func `are listed for whom they are, and for the staff`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()

            let own = try await server.get("v3/deliveries/", as: .bob).json.array
            #expect(own?.count == 1)
            #expect(own?.first?["address"] == "b@b.no" && own?.first?["state"] == "waiting")
            #expect(try await server.get("v3/deliveries/", as: .charlie).text == "[]")
            let all = try await server.get("v3/deliveries/?all=true", as: .charlie)
            #expect(try all.json.array == own)
            #expect(try await server.get("v3/deliveries/?all=true", as: .bob).status == 403)
            #expect(try await server.get("v3/deliveries/?state=sent", as: .bob).text == "[]")
            let wrong = try await server.get("v3/deliveries/?state=lost", as: .bob)
            #expect(
                wrong.text == #"{"state":["Known are waiting, sent, failed, dropped."]}"#)
        }
    }

    @Test func `that failed are tried again when somebody says so`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            server.database.clock.advance(by: .seconds(60))
            _ = try await server.operations.notifications.claim([.sms: 1], by: .server)

            let failed = try await server.get("v3/deliveries/?state=failed", as: .bob).json.array
            #expect(failed?.first?["reason"] == "not_configured")
            let body = #"{"reason":"not_configured"}"#
            #expect(
                try await server.post("v3/deliveries/resend/", body, as: .charlie).text
                    == #"{"resent":0}"#)
            #expect(
                try await server.post("v3/deliveries/resend/", body, as: .bob).text
                    == #"{"resent":1}"#)
            #expect(
                try await server.get("v3/deliveries/?state=waiting", as: .bob).json.array?.count
                    == 1)
        }
    }

    @Test func `are tried again for one destination alone where it is named`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            server.database.clock.advance(by: .seconds(60))
            _ = try await server.operations.notifications.claim([.sms: 1], by: .server)
            let path = "v3/deliveries/resend/"

            for (body, count) in [
                (#"{"destination":2}"#, 0), (#"{"destination":2,"reason":"not_configured"}"#, 0),
                (#"{"destination":1,"reason":"timeout"}"#, 0), (#"{"destination":1}"#, 1),
            ] {
                #expect(
                    try await server.post(path, body, as: .bob).text == #"{"resent":\#(count)}"#)
            }
            try await server.refuses([
                Refused(
                    .post, path, #"{"pk":1,"destination":1}"#, 400,
                    #"["Name either a message by its pk, or a reason and a destination."]"#),
                Refused(
                    .post, path, #"{"destination":"x"}"#, 400,
                    #"{"destination":["Incorrect type. Expected pk value, received str."]}"#),
            ])
        }
    }
}

@Suite struct `Rules of notification profiles` {
    @Test func `are as usual where nothing is said`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()

            #expect(
                try await server.get("v3/profiles/1/", as: .bob).json["rules"]?.text
                    == #"{"kinds":null,"wait":60,"follows_up":false,"repeat_after":null,"repeat_at_most":1,"hourly_limit":null,"paused_until":null,"teams":[],"escalation":[],"digest":null,"storm":null}"#
            )
            let changed = try await server.ask(
                .patch, "v3/profiles/1/",
                #"{"rules":{"kinds":["opened","closed"],"follows_up":true,"hourly_limit":9}}"#,
                as: .bob)
            #expect(
                try changed.json["rules"]?.text
                    == #"{"kinds":["closed","opened"],"wait":null,"follows_up":true,"repeat_after":null,"repeat_at_most":1,"hourly_limit":9,"paused_until":null,"teams":[],"escalation":[],"digest":null,"storm":null}"#
            )
        }
    }

    @Test(arguments: [
        #"{"teams":[1]}"#,
        #"{"escalation":[{"after":600,"destinations":[1],"teams":[]},{"after":60,"destinations":[],"teams":[1]}]}"#,
        #"{"digest":{"times":["08:00","16:30"]}}"#, #"{"digest":{"every":3600}}"#,
        #"{"digest":{"at_timeslot_start":true}}"#,
        #"{"storm":{"tag":"host","count":10,"within":600}}"#,
    ])
    func `are answered as they were given`(rules: String) async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            try await server.post("v3/teams/", #"{"name":"t","members":[1]}"#, as: .alice)
            let answer = try await server.ask(
                .patch, "v3/profiles/1/", #"{"rules":\#(rules)}"#, as: .bob)

            let member = String(rules.dropFirst().dropLast())
            #expect(answer.text.contains(member), "\(answer.text)")
            #expect(try await server.get("v3/profiles/1/", as: .bob).text == answer.text)
        }
    }

    @Test func `stay when versions that do not know them change a profile`() async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            _ = try await server.ask(
                .patch, "v2/notificationprofiles/1/", #"{"name":"new"}"#, as: .bob)

            let profile = try await server.get("v3/profiles/1/", as: .bob).json
            #expect(profile["name"] == "new" && profile["rules"]?["wait"] == 60)
        }
    }

    @Test(arguments: [
        #"{"wait":5}"#, #"{"wait":"soon"}"#, #"{"kinds":["lost"]}"#, #"{"kinds":[]}"#,
        #"{"teams":[9]}"#, #"{"escalation":[{"after":60}]}"#, #"{"escalation":[null]}"#,
        #"{"escalation":[{"after":5,"destinations":[1]}]}"#, #"{"escalation":{"after":60}}"#,
        #"{"escalation":[{"after":60,"destinations":[9]}]}"#, #"{"digest":{"times":[]}}"#,
        #"{"digest":{"times":["25:00"]}}"#, #"{"digest":{"times":["08:00:30"]}}"#,
        #"{"digest":{"every":60}}"#, #"{"digest":{}}"#,
        #"{"digest":{"every":600,"at_timeslot_start":true}}"#, #"{"digest":"daily"}"#,
        #"{"storm":{"tag":"host"}}"#, #"{"storm":{"tag":"a b","count":5,"within":60}}"#,
        #"{"storm":{"tag":"host","count":0,"within":60}}"#, #"{"storm":[]}"#,
        #"{"repeat_at_most":0}"#, #"{"hourly_limit":0}"#, #"{"paused_until":"later"}"#,
    ])
    func `are refused where they are none`(rules: String) async throws {
        try await APIServer.run { server in
            try await server.tellBob()
            let answer = try await server.ask(
                .patch, "v3/profiles/1/", #"{"rules":\#(rules)}"#, as: .bob)

            #expect(answer.status == 400)
            #expect(try answer.json.object?.members.map(\.name) == ["rules"], "\(answer.text)")
            #expect(try await server.get("v3/profiles/1/", as: .bob).json["rules"]?["wait"] == 60)
        }
    }
}
