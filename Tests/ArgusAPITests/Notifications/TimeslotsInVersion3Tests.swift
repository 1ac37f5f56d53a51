import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let timeslots = "v3/timeslots/"
private let shown = "v2/notificationprofiles/timeslots/7/"
private let night =
    #"{"name":"n","time_recurrences":[{"days":[5],"start":"22:00","end":"06:00"},{"days":[6],"all_day":true,"holidays":"only"}]}"#

@Suite struct `Timeslots in version 3` {
    @Test func `have nights in one row, and say what holidays mean`() async throws {
        try await APIServer.run { server in
            let answer = try await server.post(timeslots, night, as: .bob)

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":7,"name":"n","time_recurrences":[{"days":[5],"start":"22:00:00","end":"06:00:00","holidays":"any"},{"days":[6],"start":"00:00:00","end":"23:59:59.999999","holidays":"only","all_day":true}]}"#
            )
            #expect(try await server.get("\(timeslots)7/").text == answer.text)
            #expect(try await server.get(timeslots).pks == [3, 7])
            #expect(try await server.ask(.delete, "\(timeslots)7/").status == 204)
        }
    }

    @Test func `are an evening and a morning in the versions before, and stay what they are`()
        async throws
    {
        try await APIServer.run { server in
            try await server.post(timeslots, night, as: .bob)
            let simple =
                #"{"pk":7,"name":"n","time_recurrences":[{"days":[5],"start":"22:00:00","end":"23:59:59.999999"},{"days":[6],"start":"00:00:00","end":"06:00:00"}]}"#
            #expect(try await server.get(shown).text == simple)

            #expect(try await server.ask(.put, shown, simple).text == simple)
            let newer = try await server.get("\(timeslots)7/").json
            #expect(newer["time_recurrences"]?.array?.count == 2)
            #expect(newer["time_recurrences"]?.text.contains(#""end":"06:00:00""#) == true)
            try await server.ask(.put, shown, #"{"name":"n","time_recurrences":[]}"#)
            #expect(
                try await server.get("\(timeslots)7/").json["time_recurrences"]?.array?.count == 1)
        }
    }

    @Test func `are refused with what is wrong, and nights in the versions before`() async throws {
        try await APIServer.run { server in
            func row(_ row: String) -> String { #"{"name":"n","time_recurrences":[\#(row)]}"# }
            try await server.refuses([
                Refused(
                    .post, timeslots, row(#"{"days":[5],"start":"8","end":"9:00","holidays":"x"}"#),
                    400,
                    #"{"time_recurrences":{"0":{"start":["Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."],"holidays":["Known are any, except, only."]}}}"#
                ),
                Refused(
                    .post, "v2/notificationprofiles/timeslots/",
                    row(#"{"days":[5],"start":"22:00","end":"06:00"}"#), 400,
                    #"{"time_recurrences":{"0":{"non_field_errors":["'start' must be before 'end'."]}}}"#
                ),
            ])
        }
    }
}
