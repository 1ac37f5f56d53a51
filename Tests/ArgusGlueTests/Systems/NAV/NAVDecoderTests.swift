import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Testing

private let start = """
    {"id": 90417, "history": 1288321, "time": "2026-11-20T10:00:00.512345", "state": "s",
     "source": "pping", "netbox": 412, "device": 977, "subid": "",
     "subject": "edge-sw7.example.net", "subject_type": "Netbox",
     "subject_url": "/ipdevinfo/edge-sw7.example.net/",
     "alert_details_url": "/api/1/alert/1288321/", "device_groups": ["SW", "EDGE"],
     "on_maintenance": true, "event_type": {"id": "boxState", "description": "Up or down."},
     "alert_type": {"name": "boxDown", "description": "Box declared down."}, "severity": 2,
     "value": 100, "message": "edge-sw7.example.net has been declared down"}
    """

private func read(_ text: String, in zone: Zone = .utc) throws -> Reading {
    let object = try #require(try JSONValue(parsing: text).object)
    return try #require(NAVDecoder(zone: zone).decode(object, receipt: moment(77)).first)
}

private func changed(_ replacements: (String, String)...) -> String {
    replacements.reduce(start) { $0.replacing($1.0, with: $1.1) }
}

@Suite struct `An alert of NAV` {
    @Test func `becomes an opening with tags for everything that people filter by`() throws {
        let alert = try #require(try read(start).alert)

        #expect(alert.kind == .open && alert.key == "1288321" && alert.level == .high)
        #expect(alert.detailsURL == "/search/event/1288321")
        #expect(
            alert.tags == [
                "host": "edge-sw7.example.net", "subject_type": "Netbox", "event_type": "boxState",
                "alert_type": "boxDown", "subsystem": "pping", "device_group": "SW",
                "device_group": "EDGE", "maintenance": "true",
            ])
    }

    @Test func `is a closing in state e and stateless in state x`() throws {
        let closing = try read(changed((#""state": "s""#, #""state": "e""#)))
        let point = try read(changed((#""state": "s""#, #""state": "x""#)))

        let (one, other) = (try #require(closing.alert), try #require(point.alert))
        #expect(
            one.kind == .close && one.description == "edge-sw7.example.net has been declared down")
        #expect(other.kind == .stateless && other.key == "1288321")
    }

    @Test func `has its time in the zone that is set, unless it says an offset`() throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))
        let naive = try read(changed((".512345", "")), in: oslo)
        let offset = try read(changed(("10:00:00.512345", "11:00:00+02:00")), in: oslo)

        #expect(naive.alert?.time == moment(0) && offset.alert?.time == moment(0))
    }

    @Test func `without a time is from when it came, with a tag that says so`() throws {
        let alert = try #require(try read(changed(("2026-11-20T10:00:00.512345", "?"))).alert)

        #expect(alert.time == moment(77) && alert.tags?["time_source"] == ["receipt"])
    }

    @Test func `without history is ignored`() throws {
        #expect(try read(changed(("1288321,", "null,"))) == .ignored("alert 90417 has no history"))
    }

    @Test(arguments: [("s", true), ("x", true), ("e", false)])
    func `of what is in maintenance is left out where that is set, but for its end`(
        state: String, isLeftOut: Bool
    ) throws {
        let text = changed((#""state": "s""#, #""state": "\#(state)""#))
        let object = try #require(try JSONValue(parsing: text).object)
        let decoder = NAVDecoder(zone: .utc, leavingOut: [.maintenance])
        let readings = decoder.decode(object, receipt: moment(0))

        #expect(
            (readings == [.ignored("alert 90417 is of something in maintenance")]) == isLeftOut)
        #expect((readings.first?.alert == nil) == isLeftOut)
    }

    @Test(arguments: [("s", false), ("x", true), ("e", false)])
    func `that has no end is left out where that is set`(state: String, isLeftOut: Bool) throws {
        let text = changed((#""state": "s""#, #""state": "\#(state)""#))
        let object = try #require(try JSONValue(parsing: text).object)
        let decoder = NAVDecoder(zone: .utc, leavingOut: [.stateless])
        let readings = decoder.decode(object, receipt: moment(0))

        #expect((readings.first?.alert == nil) == isLeftOut)
    }

    @Test(arguments: ["{}", #"{"state": "s"}"#, #"{"state": "q", "history": 1}"#])
    func `that is none is refused`(text: String) throws {
        #expect(try read(text).refusal != nil)
    }

    @Test func `of an interface names the host that it is on`() throws {
        let text = changed(
            (#""Netbox""#, #""Interface""#),
            (#""subject": "edge-sw7.example.net""#, #""subject": "ge-0/1 (uplink)""#))
        let alert = try #require(try read(text).alert)

        #expect(alert.tags?["host"] == ["edge-sw7.example.net"])
        #expect(alert.tags?["subject"] == ["ge-0/1 (uplink)"])
    }
}

extension Reading {
    /// The alert, if it is one.
    fileprivate var alert: Alert? {
        if case .alert(let alert) = self { alert } else { nil }
    }

    /// Why it was refused, if it was.
    fileprivate var refusal: String? {
        if case .refused(let reason) = self { reason } else { nil }
    }
}
