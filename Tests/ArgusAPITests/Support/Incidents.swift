/// Creates five incidents, a minute apart, while the clock stands at 15:06:40.
///
/// 1 nav, open since 12:00, level 1, tags a=1 b=1, a ticket
/// 2 nav, closed, 12:01 to 12:31, level 2, tags a=2 b=1
/// 3 nav, stateless at 12:02, level 3, tag a=1
/// 4 zabbix, open since 12:03, level 4, tags a=3 c=x=y, identifier 42, acknowledged
/// 5 zabbix, closed, 12:04 to 12:05, level 5, acknowledged, "Fan FAILED in Tromsø"
func createFive(on server: APIServer) async throws {
    let bodies: [(String, APIServer.Asker)] = [
        (
            #""start_time":"2025-06-15T12:00:00Z","level":1,"tags":[{"tag":"a=1"},{"tag":"b=1"}],"ticket_url":"https://t.example.org/1""#,
            .nav
        ),
        (
            #""start_time":"2025-06-15T12:01:00Z","end_time":"2025-06-15T12:31:00Z","level":2,"tags":[{"tag":"a=2"},{"tag":"b=1"}]"#,
            .nav
        ),
        (
            #""start_time":"2025-06-15T12:02:00Z","end_time":null,"level":3,"tags":[{"tag":"a=1"}]"#,
            .nav
        ),
        (
            #""start_time":"2025-06-15T12:03:00Z","level":4,"tags":[{"tag":"a=3"},{"tag":"c=x=y"}],"source_incident_id":42"#,
            .zabbix
        ),
        (
            #""start_time":"2025-06-15T12:04:00Z","end_time":"2025-06-15T12:05:00Z","tags":[],"description":"Fan FAILED in Tromsø""#,
            .zabbix
        ),
    ]
    for (body, asker) in bodies { try await server.post("v2/incidents/", "{\(body)}", as: asker) }
    for pk in 4...5 {
        try await server.post(
            "v2/incidents/\(pk)/acks/", #"{"timestamp":"2025-06-15T13:00:00Z"}"#, as: .bob)
    }
}

/// Creates incident 1 (open), 2 (closed at 13:00) and 3 (stateless), all of nav.
func createThree(on server: APIServer) async throws {
    for end in [#""infinity""#, #""2025-06-15T13:00:00Z""#, "null"] {
        try await server.post(
            "v2/incidents/", #"{"start_time":"2025-06-15T12:00:00Z","end_time":\#(end),"tags":[]}"#)
    }
}
