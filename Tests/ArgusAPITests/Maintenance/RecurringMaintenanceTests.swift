import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let tasks = "v3/maintenance/"
private let nightly =
    #"{"start_time":"2025-06-01T01:00:00+02:00","end_time":"2025-06-01T03:00:00+02:00","description":"patches","filters":[1],"recurrence":{"rule":"FREQ=WEEKLY;BYDAY=SU","time_zone":"Europe/Oslo"},"warn_before_end":900,"tell_of_open":true}"#

extension APIServer {
    /// Creates filter 1 of charlie's, and maintenance (1) of each Sunday.
    fileprivate func plan() async throws -> Answer {
        try await post(
            "v2/notificationprofiles/filters/", #"{"name":"a","filter":{"open":true}}"#,
            as: .charlie)
        return try await post(tasks, nightly, as: .charlie)
    }
}

@Suite struct `Maintenance that comes again` {
    @Test func `tells of its first window, its rule, and the window that is next`() async throws {
        try await APIServer.run { server in
            let answer = try await server.plan()

            #expect(answer.status == 201)
            let json = try answer.json
            #expect(json["start_time"] == "2025-05-31T23:00:00Z")
            #expect(json["end_time"] == "2025-06-01T01:00:00Z")
            #expect(
                json["recurrence"]?.text
                    == #"{"rule":"FREQ=WEEKLY;BYDAY=SU","time_zone":"Europe/Oslo"}"#)
            #expect(
                json["window"]?.text
                    == #"{"start_time":"2025-06-21T23:00:00Z","end_time":"2025-06-22T01:00:00Z"}"#)
            #expect(json["warn_before_end"] == 900 && json["tell_of_open"] == true)
            #expect(json["stopped"] == .null)
            #expect(try await server.get("\(tasks)1/", as: .bob).text == answer.text)
            #expect(try await server.get(tasks).text == "[\(answer.text)]")
        }
    }

    @Test func `stays in its zone where only the rule is changed`() async throws {
        try await APIServer.run { server in
            _ = try await server.plan()
            let changed = try await server.ask(
                .patch, "\(tasks)1/", #"{"recurrence":{"rule":"FREQ=DAILY"}}"#, as: .charlie)

            #expect(
                try changed.json["recurrence"]?.text
                    == #"{"rule":"FREQ=DAILY","time_zone":"Europe/Oslo"}"#)
        }
    }

    @Test func `is shown by its window in the versions before, and kept if that comes back`()
        async throws
    {
        try await APIServer.run { server in
            let answer = try await server.plan()
            let old = "v2/plannedmaintenance/1/"
            let shown = try await server.get(old).json
            #expect(shown["start_time"] == "2025-06-21T23:00:00Z")
            #expect(shown["end_time"] == "2025-06-22T01:00:00Z")
            #expect(shown["recurrence"] == nil && shown["window"] == nil)

            let back = try await server.ask(
                .put, old,
                #"{"start_time":"2025-06-21T23:00:00Z","end_time":"2025-06-22T01:00:00Z","description":"patches","filters":[1]}"#,
                as: .charlie)
            #expect(back.status == 200)
            #expect(try await server.get("\(tasks)1/").text == answer.text)
            try await server.refuses([
                Refused(
                    .patch, old, #"{"end_time":"2025-06-15T15:06:40Z"}"#, as: .charlie, 400,
                    #"{"end_time":["It comes again, so its times are changed over version 3."]}"#)
            ])
        }
    }

    @Test func `is changed, also into what does not come again`() async throws {
        try await APIServer.run { server in
            _ = try await server.plan()
            var answer = try await server.ask(
                .patch, "\(tasks)1/", #"{"recurrence":{"rule":"freq=daily;count=99"}}"#,
                as: .charlie)
            #expect(try answer.json["recurrence"]?["rule"] == "FREQ=DAILY;COUNT=99")
            #expect(try answer.json["warn_before_end"] == 900)
            answer = try await server.ask(
                .patch, "\(tasks)1/",
                #"{"recurrence":null,"warn_before_end":null,"end_time":"2025-06-30T00:00:00Z"}"#,
                as: .charlie)
            #expect(try answer.json["recurrence"] == .null)
            #expect(try answer.json["warn_before_end"] == .null)
            #expect(try answer.json["window"]?["end_time"] == "2025-06-30T00:00:00Z")
        }
    }

    @Test func `is refused in words`() async throws {
        try await APIServer.run { server in
            _ = try await server.plan()
            func refused(_ members: String, _ text: String) -> Refused {
                Refused(
                    .post, tasks,
                    #"{"start_time":"2025-06-01T01:00:00Z","end_time":"2025-06-01T03:00:00Z","filters":[1],\#(members)}"#,
                    as: .charlie, 400, text)
            }
            try await server.refuses([
                refused(
                    #""recurrence":{"rule":"FREQ=HOURLY","time_zone":"Mars"},"warn_before_end":1"#,
                    #"{"recurrence":{"rule":["FREQ is DAILY, WEEKLY or MONTHLY."],"time_zone":["There is no such time zone; one is named as Europe/Oslo."]},"warn_before_end":["Ensure this value is greater than or equal to 60."]}"#
                ),
                refused(
                    #""recurrence":{"rule":"FREQ=WEEKLY;BYDAY=MO"}"#,
                    #"{"recurrence":["In UTC it begins on 2025-06-01, which is no day of the rule."]}"#
                ),
                refused(
                    #""recurrence":{}"#, #"{"recurrence":{"rule":["This field is required."]}}"#),
            ])
        }
    }
}
