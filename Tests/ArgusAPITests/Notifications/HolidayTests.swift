import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let holidays = "v3/holidays/"
private let calendar =
    #"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224T120000\nDTEND:20261225T000000\nSUMMARY:Eve\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR"#

@Suite struct `Holidays` {
    @Test func `are none until they are put, by date, by calendar, or both`() async throws {
        try await APIServer.run { server in
            #expect(try await server.get(holidays).text == #"{"dates":[],"events":[]}"#)
            let put = try await server.ask(
                .put, holidays,
                #"{"dates":[{"date":"2026-05-01","name":"May"},{"date":"2026-12-25","every_year":true}],"calendar":"\#(calendar)"}"#
            )

            #expect(put.status == 200)
            #expect(
                put.text
                    == #"{"dates":[{"date":"2026-05-01","name":"May","every_year":false},{"date":"2026-12-25","name":"","every_year":true}],"events":[{"name":"Eve","start":"2026-12-24 12:00:00","end":"2026-12-25 00:00:00","all_day":false,"time_zone":null,"every_year":true}]}"#
            )
            #expect(try await server.get(holidays).text == put.text)
            let patched = try await server.ask(.patch, holidays, #"{"dates":[]}"#)
            #expect(try patched.json["dates"] == [])
            #expect(try patched.json["events"]?.array?.count == 1)
            let without = try await server.ask(.patch, holidays, #"{"calendar":null}"#)
            #expect(without.text == #"{"dates":[],"events":[]}"#)
            #expect(try await server.get(holidays, as: .alice).text == without.text)
        }
    }

    @Test func `have names of one line`() async throws {
        try await APIServer.run { server in
            let put = try await server.ask(
                .put, holidays,
                #"{"dates":[{"date":"2026-05-01","name":"A\n2026-05-02 B\u2028C\u0007D"}]}"#)

            #expect(try put.json["dates"]?.array?.first?["name"] == "A 2026-05-02 B C D")
        }
    }

    @Test func `are as many as the page lets them be`() async throws {
        try await APIServer.run { server in
            func put(_ count: Int) async throws -> Answer {
                let dates = Array(repeating: #"{"date":"2026-05-01"}"#, count: count)
                return try await server.ask(
                    .put, holidays, #"{"dates":[\#(dates.joined(separator: ","))]}"#)
            }
            let (most, more) = (try await put(2000), try await put(2001))

            #expect(most.status == 200)
            #expect(
                more.text
                    == #"{"dates":["Ensure this field has no more than 2000 elements."]}"#)
        }
    }

    @Test func `are refused with what is wrong`() async throws {
        try await APIServer.run { server in
            try await server.refuses([
                Refused(
                    .put, holidays, #"{"dates":[{"date":"2026-02-30"}],"calendar":"x"}"#, 400,
                    #"{"dates":{"0":{"date":["It is no date, such as 2026-12-25."]}},"calendar":["It is no iCalendar file, which begins with BEGIN:VCALENDAR."]}"#
                ),
                Refused(
                    .put, holidays, #"{"dates":[null]}"#, 400,
                    #"{"dates":{"0":{"non_field_errors":["No data provided"]}}}"#),
            ])
            #expect(try await server.get(holidays).text == #"{"dates":[],"events":[]}"#)
        }
    }
}
