import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

private let tasks = "v2/plannedmaintenance/"

extension APIServer {
    /// Creates filter 1 of charlie's, and plans maintenance (1) for tomorrow.
    fileprivate func plan() async throws -> Answer {
        try await post(
            "v2/notificationprofiles/filters/", #"{"name":"a","filter":{"open":true}}"#,
            as: .charlie)
        return try await post(
            tasks,
            #"{"start_time":"2025-06-16T00:00:00Z","end_time":"2025-06-17T00:00:00Z","description":"new disks","filters":[1]}"#,
            as: .charlie)
    }
}

@Suite struct `Planned maintenance` {
    @Test func `is planned by the staff, and seen by everybody`() async throws {
        try await APIServer.run { server in
            let answer = try await server.plan()

            #expect(answer.status == 201)
            #expect(
                answer.text
                    == #"{"pk":1,"created_by":{"pk":4,"username":"charlie"},"created":"2025-06-15T15:06:40Z","start_time":"2025-06-16T00:00:00Z","end_time":"2025-06-17T00:00:00Z","description":"new disks","filters":[{"pk":1,"name":"a","filter":{"open":true,"acked":null,"stateful":null,"maxlevel":null,"hide_closed_acked":false},"public":false}]}"#
            )
            #expect(try await server.get(tasks).text == "[\(answer.text)]")
            #expect(try await server.get("\(tasks)1/", as: .nav).text == answer.text)
            let forbidden =
                #"{"detail":"You do not have permission to perform this action."}"#
            try await server.refuses([
                Refused(.post, tasks, "{}", 403, forbidden),
                Refused(.patch, "\(tasks)9/", "{}", 403, forbidden),
                Refused(.delete, "\(tasks)1/", as: .nav, 403, forbidden),
                Refused(
                    .get, "\(tasks)9/", 404,
                    #"{"detail":"No PlannedMaintenanceTask matches the given query."}"#),
            ])
        }
    }

    @Test func `begins now and does not end unless that is said`() async throws {
        try await APIServer.run(zone: "Europe/Oslo") { server in
            _ = try await server.plan()
            let last = #""9999-12-31T23:59:59.999999+01:00""#
            for end in ["", #","end_time":null"#, #","end_time":\#(last)"#] {
                let answer = try await server.post(
                    tasks, #"{"filters":[1]\#(end)}"#, as: .charlie)

                #expect(try answer.json["start_time"] == "2025-06-15T17:06:40+02:00")
                #expect(try answer.json["end_time"]?.text == last)
                #expect(try answer.json["description"] == "")
            }
        }
    }

    @Test func `is changed, without an end if none is said of the whole`() async throws {
        try await APIServer.run { server in
            _ = try await server.plan()

            var answer = try await server.ask(
                .patch, "\(tasks)1/", #"{"description":"x"}"#, as: .alice)
            #expect(try answer.json["description"] == "x")
            #expect(try answer.json["end_time"] == "2025-06-17T00:00:00Z")
            answer = try await server.ask(.put, "\(tasks)1/", #"{"filters":[1]}"#, as: .alice)
            #expect(try answer.json["start_time"] == "2025-06-16T00:00:00Z")
            #expect(try answer.json["end_time"] == "9999-12-31T23:59:59.999999Z")
        }
    }

    @Test func `is refused with what is wrong`() async throws {
        @Sendable func refused(_ body: String, _ text: String) -> Refused {
            Refused(.post, tasks, body, as: .charlie, 400, text)
        }
        let format =
            "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'."
        try await APIServer.run { server in
            _ = try await server.plan()
            try await server.refuses([
                refused("{}", #"{"filters":["This field is required."]}"#),
                refused(#"{"filters":[]}"#, #"{"filters":["This list may not be empty."]}"#),
                refused(
                    #"{"filters":[9]}"#,
                    #"{"filters":["Invalid pk \"9\" - object does not exist."]}"#),
                refused(
                    #"{"filters":[1],"end_time":"infinity"}"#, #"{"end_time":["\#(format)"]}"#),
                refused(
                    #"{"filters":[1],"start_time":"2025-06-16","end_time":"2025-06-16"}"#,
                    #"{"non_field_errors":["End_time needs to be after start_time"]}"#),
                refused(
                    #"{"filters":[1],"description":"\#(String(repeating: "x", count: 256))"}"#,
                    #"{"description":["Ensure this field has no more than 255 characters."]}"#),
            ])
        }
    }

    @Test func `is fixed little by little as time goes on`() async throws {
        @Sendable func refused(
            _ method: HTTPRequest.Method, _ body: String?, _ text: String
        ) -> Refused {
            Refused(method, "\(tasks)1/", body, as: .charlie, 400, text)
        }
        try await APIServer.run { server in
            _ = try await server.plan()
            server.database.clock.advance(by: .seconds(86_400))
            try await server.refuses([
                refused(
                    .patch, #"{"start_time":"2025-06-20T00:00:00Z"}"#,
                    #"{"non_field_errors":["The start time cannot be modified after the task has already started.","End_time needs to be after start_time"]}"#
                ),
                refused(
                    .delete, nil,
                    #"["It is not possible to delete past or ongoing planned maintenance tasks."]"#),
            ])
            server.database.clock.advance(by: .seconds(86_400))
            try await server.refuses([
                refused(
                    .patch, #"{"description":"x"}"#,
                    #"{"non_field_errors":["This planned maintenance task is no longer modifiable as it ended more than 12 hours ago."]}"#
                )
            ])
        }
    }

    @Test func `is deleted before it begins`() async throws {
        try await APIServer.run { server in
            _ = try await server.plan()

            #expect(try await server.ask(.delete, "\(tasks)1/", as: .alice).status == 204)
            #expect(try await server.get(tasks).text == "[]")
        }
    }

    @Test func `keeps its filters until it is over`() async throws {
        try await APIServer.run { server in
            _ = try await server.plan()
            let filter = "v2/notificationprofiles/filters/1/"
            try await server.refuses([
                Refused(
                    .delete, filter, as: .charlie, 400,
                    #""Cannot delete this filter since it is in use in the planned maintenance task(s) 1.""#
                )
            ])
            server.database.clock.advance(by: .seconds(2 * 86_400))

            #expect(try await server.ask(.delete, filter, as: .charlie).status == 204)
            #expect(try await server.get("\(tasks)1/").json["filters"] == [])
        }
    }
}
