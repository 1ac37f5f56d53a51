import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let timeslots = "v2/notificationprofiles/timeslots/"
private let weekend = #"{"name":"weekend","time_recurrences":[{"days":[7,"6",6],"all_day":true}]}"#

@Suite struct `Timeslots` {
    @Test func `begin with one that is always`() async throws {
        try await APIServer.run { server in
            let text = try await server.get(timeslots).text

            #expect(
                text
                    == #"[{"pk":3,"name":"All the time","time_recurrences":[{"days":[1,2,3,4,5,6,7],"start":"00:00:00","end":"23:59:59.999999","all_day":true}]}]"#
            )
        }
    }

    @Test func `are stored with their days in order`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                timeslots,
                #"{"name":"w","time_recurrences":[{"days":[5,1,"2"],"start":"08:00","end":"16:00:00.5"}]}"#,
                as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":7,"name":"w","time_recurrences":[{"days":[1,2,5],"start":"08:00:00","end":"16:00:00.500000"}]}"#
            )
            #expect(try await server.get("\(timeslots)7/").text == answer.text)
        }
    }

    @Test func `last all day if that is asked for, whatever else is`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(timeslots, weekend, as: .bob)

            #expect(
                try answer.json["time_recurrences"]?.text
                    == #"[{"days":[6,7],"start":"00:00:00","end":"23:59:59.999999","all_day":true}]"#
            )
        }
    }

    @Test func `may have recurrences without days`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(
                timeslots,
                #"{"name":"w","time_recurrences":[{"days":[],"start":"08:00","end":"16:00"}]}"#,
                as: .bob)

            #expect(answer.status == 201)
            #expect(
                try answer.json["time_recurrences"]?.text
                    == #"[{"days":[],"start":"08:00:00","end":"16:00:00"}]"#)
            #expect(try await server.get("\(timeslots)7/").text == answer.text)
        }
    }

    @Test func `are changed, and deleted`() async throws {
        try await APIServer.run { server in
            try await server.post(timeslots, weekend, as: .bob)

            var answer = try await server.ask(.patch, "\(timeslots)7/", #"{"name":"other"}"#)
            #expect(try answer.json["name"] == "other")
            #expect(try answer.json["time_recurrences"]?.array?.count == 1)
            answer = try await server.ask(
                .put, "\(timeslots)7/", #"{"name":"other","time_recurrences":[]}"#)
            #expect(try answer.json["time_recurrences"] == [])
            #expect(try await server.ask(.delete, "\(timeslots)7/").status == 204)
            #expect(try await server.get(timeslots).pks == [3])
        }
    }

    @Test func `are everybody's own`() async throws {
        let none = #"{"detail":"No Timeslot matches the given query."}"#
        try await APIServer.run { server in
            try await server.post(timeslots, weekend, as: .bob)
            #expect(try await server.post(timeslots, weekend, as: .alice).status == 201)
            try await server.refuses([
                Refused(.get, "\(timeslots)7/", as: .alice, 404, none),
                Refused(.patch, "\(timeslots)7/", #"{"name":"x"}"#, as: .alice, 404, none),
                Refused(.delete, "\(timeslots)7/", as: .nav, 404, none),
            ])
        }
    }

    @Test func `are refused with all that is wrong`() async throws {
        @Sendable func refused(_ recurrence: String, _ text: String) -> Refused {
            Refused(
                .post, timeslots, #"{"name":"x","time_recurrences":[\#(recurrence)]}"#, 400,
                #"{"time_recurrences":{"0":\#(text)}}"#)
        }
        let format =
            #"["Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."]"#
        try await APIServer.run { server in
            try await server.refuses([
                refused(
                    #"{"days":[0],"start":"8 am","end":"24:00"}"#,
                    #"{"days":["\"0\" is not a valid choice."],"start":\#(format),"end":\#(format)}"#
                ),
                refused(
                    #"{"days":[1],"start":"16:00","end":"08:00"}"#,
                    #"{"non_field_errors":["'start' must be before 'end'."]}"#),
                refused(
                    #"{"all_day":false}"#,
                    #"{"days":["This field is required."],"start":["This field is required."],"end":["This field is required."]}"#
                ),
                refused(
                    "1",
                    #"{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]}"#),
                Refused(
                    .post, timeslots, #"{"name":"x","time_recurrences":{}}"#, 400,
                    #"{"time_recurrences":{"non_field_errors":["Expected a list of items but got type \"dict\"."]}}"#
                ),
                Refused(
                    .post, timeslots, "{}", 400,
                    #"{"name":["This field is required."],"time_recurrences":["This field is required."]}"#
                ),
                Refused(
                    .post, timeslots, #"{"name":"All the time","time_recurrences":[]}"#, 400,
                    #"{"name":["The name \"All the time\" is already in use for a another timeslot owned by user bob."]}"#
                ),
            ])
        }
    }
}
