import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Testing

private func read(_ text: String, by size: Int = .max, in zone: Zone = .utc) -> [Reading] {
    var stream = PipeStream(PipeDecoder(zone: zone))
    var readings: [Reading] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        readings += stream.read(rest.prefix(size), now: moment(0))
        rest = rest.dropFirst(size)
    }
    return readings + stream.end(now: moment(0))
}

@Suite struct `The pipe format` {
    @Test(arguments: [1, 3, 1000])
    func `says alerts, one a line`(size: Int) {
        let text = """
            {"type": "open", "key": "42", "description": "d", "level": 2, "tags": ["host=a"]}

            {"type": "close", "key": 42, "time": "2026-11-20T09:00:00Z"}
            {"type": "stateless", "description": "s", "level": "high"}
            """
        let opening = Alert.open(
            "42", description: "d", at: moment(0), level: .high, tags: ["host": "a"])

        #expect(
            read(text, by: size) == [
                .alert(opening), .alert(.close("42", at: moment(0))),
                .alert(.stateless(description: "s", at: moment(0), level: .high)),
            ])
    }

    @Test(arguments: [
        (#"{"type": "open", "key": "1", "colour": "red"}"#, "`colour` is not known"),
        (#"{"type": "open", "key": "1", "tag": []}"#, "`tag` is not known; did you mean tags?"),
        (#"{"type": "open"}"#, "`key` is missing"),
        (#"{"type": "burn", "key": "1"}"#, "`type` must be one of"),
        (#"{"type": "open", "key": "1", "level": 9}"#, "`level` must be 1 to 5"),
        (#"{"type": "open", "key": "1", "tags": ["x"]}"#, "`tags` must be an array of strings"),
        (#"{"type": "open", "key": "bl\ud800"}"#, "`key` is not written in UTF-8"),
        (#"{"type": "open", "key": "1", "time": "noon"}"#, "`time` must be a time"),
        (#"{"type": "event", "key": "1"}"#, "`description` is missing"),
        (#"{"type": "open", "key": "1", "identity": {"a": "b"}}"#, "exclude each other"),
        (#"[1]"#, "an object is expected"),
        (#"{"type": "open""#, "Expecting"),
    ])
    func `refuses a line that is wrong, and says where`(line: String, reason: String) {
        guard case .refused(let text) = read("\n" + line).first else {
            Issue.record("it was taken")
            return
        }

        #expect(text.hasPrefix("line 2: ") && text.contains(reason), "\(text)")
    }

    @Test func `mends what is no UTF-8 or no JSON in texts, and says so`() {
        let line = Array(#"{"type": "open", "key": "1", "description": "bl\ud800"#.utf8)
        var stream = PipeStream(PipeDecoder(zone: .utc))
        let readings = stream.read(
            (line + [0xe6, 0x07] + Array("r\"}\n".utf8))[...], now: moment(0))
        let alert = Alert.open(
            "1", description: "bl\u{fffd}\u{fffd}\u{7}r", at: moment(0))

        #expect(readings.last == .alert(alert))
        guard case .repaired(let text)? = readings.first else {
            Issue.record("nothing was said of it")
            return
        }
        #expect(text.hasPrefix("line 1: "))
    }

    @Test func `may begin with a byte order mark`() {
        #expect(
            read("\u{feff}" + #"{"type": "close", "key": "1"}"#)
                == [.alert(.close("1", at: moment(0)))])
    }

    @Test func `names a problem by attributes`() {
        let identity: Fingerprint = ["host": "a", "check": "ping"]
        let text = #"{"type": "close", "identity": {"check": "ping", "host": "a"}}"#

        #expect(read(text) == [.alert(.close(identity.text, at: moment(0)))])
    }

    @Test func `is what an alert is written as`() throws {
        let alert = Alert.open(
            "42", description: "d", at: moment(0), level: .high, tags: ["host": "a", "host": "b"],
            detailsURL: "/x", metadata: ["n": 1])

        #expect(try Alert(JSONValue(parsing: alert.json.text), in: .utc, now: moment(9)) == alert)
    }

    @Test func `reads a time without an offset in the zone that is set`() throws {
        let oslo = try #require(Zone(named: "Europe/Oslo"))
        let text = #"{"type": "close", "key": "1", "time": "2026-11-20 10:00:00"}"#

        #expect(read(text, in: oslo) == [.alert(.close("1", at: moment(0)))])
    }
}
