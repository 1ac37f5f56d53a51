import ArgusClient
import ArgusGlue
import ArgusTesting
import ArgusVocabulary
import Testing

private func deliverable(
    _ alert: Alert, _ version: APIVersion = .v2
) throws(AlertProblem) -> Alert.Deliverable {
    try alert.deliverable(for: version, receipt: moment(77))
}

@Suite struct `An alert that is made deliverable` {
    @Test(arguments: APIVersion.allCases)
    func `stays as it is when there is nothing wrong with it`(version: APIVersion) throws {
        let alert = Alert.open(
            "42", description: "blåbær\n\tis down", at: moment(0), level: .high,
            tags: ["host": "a", "host": "b c"], detailsURL: "/x?y=1", metadata: ["n": [1, "ø"]])

        #expect(try deliverable(alert, version).alert == alert)
        #expect(try deliverable(alert, version).alterations.isEmpty)
    }

    @Test func `has NUL replaced, and blanks and byte order marks around texts dropped`() throws {
        let alert = Alert.open(
            "\u{feff}42\n", description: " up\0link ", at: moment(0), tags: ["a": "\0b "],
            metadata: ["m\0": "n\0"])
        let result = try deliverable(alert)

        #expect(
            result.alert
                == .open(
                    "42", description: "up\u{fffd}link", at: moment(0), tags: ["a": "\u{fffd}b"],
                    metadata: ["m\u{fffd}": "n\u{fffd}"]))
        #expect(result.alterations == [.charactersReplaced])
    }

    @Test func `has a text that is too long cut, with a mark`() throws {
        let long = String(repeating: "ø", count: 70_000)
        let result = try deliverable(
            .open("1", description: long, at: moment(0), tags: ["host": long]))

        #expect(result.alert.description == String(repeating: "ø", count: 65_535) + "…")
        #expect(result.alert.tags?["host"] == [String(repeating: "ø", count: 998) + "…"])
        #expect(result.alterations == [.textCut])
    }

    @Test(arguments: [
        (APIVersion.v1, "App_kubernetes_io_name"), (.v2, "app_kubernetes_io_name"),
        (.v3, "app_kubernetes_io_name"),
    ])
    func `has keys of tags as the version wants them`(version: APIVersion, key: String) throws {
        let result = try deliverable(
            .open("1", description: "d", at: moment(0), tags: ["App.kubernetes.io/name": "x"]),
            version)

        #expect(result.alert.tags == Tags([Tags.Element(key, "x")]))
        #expect(result.alterations == [.tagKeyChanged])
    }

    @Test func `has a value for each tag where version 3 is spoken`() throws {
        let alert = Alert.open("1", description: "d", at: moment(0), tags: ["backup": " "])

        #expect(try deliverable(alert, .v2).alert.tags == ["backup": ""])
        #expect(try deliverable(alert, .v3).alert.tags == ["backup": "-"])
        #expect(try deliverable(alert, .v3).alterations == [.tagValueFilled])
    }

    @Test func `has a thousand tags at most`() throws {
        let many = Tags((0..<2000).map { Tags.Element("n", "\($0)") })
        let result = try deliverable(.open("1", description: "d", at: moment(0), tags: many))

        #expect(result.alert.tags == Tags(many.prefix(1000)))
        #expect(result.alterations == [.tagsLeftOut])
    }

    @Test(arguments: [String(repeating: "k", count: 1001), "a\0b"])
    func `has a key that cannot be asked for replaced, the same in opening and closing`(
        key: String
    ) throws {
        let opening = try deliverable(.open(key, description: "d", at: moment(0))).alert
        let closing = try deliverable(.close(key, at: moment(9))).alert

        #expect(opening.key == Fingerprint(["key": key]).text)
        #expect(closing.key == opening.key)
    }

    @Test(arguments: [
        ("javascript:alert(1)", nil), ("JavaScript :x", "JavaScript%20:x"), ("/a b\u{7}", "/a%20b"),
        ("/" + String(repeating: "x", count: 3000), nil),
    ])
    func `has a details URL that one can follow`(written: String, url: String?) throws {
        let alert = Alert.open("1", description: "d", at: moment(0), detailsURL: written)

        #expect(try deliverable(alert).alert.detailsURL == url)
    }

    @Test func `has metadata that is JSON, not too deep and not too large`() throws {
        var deep: JSONValue = 1
        for _ in 0..<500 { deep = .array([deep]) }
        let large = JSONValue.string(String(repeating: "x", count: 1_000_000))

        for metadata in [deep, large, .number("NaN")] {
            let alert = Alert.open("1", description: "d", at: moment(0), metadata: metadata)
            let result = try deliverable(alert)
            #expect(result.alterations == [.metadataCut])
            #expect(try JSONValue(parsing: result.alert.json.text)["key"] == "1")
        }
    }

    @Test func `has a level that there is`() throws {
        let result = try deliverable(
            .open("1", description: "d", at: moment(0), level: .unknown(9)))

        #expect(result.alert.level == .information)
        #expect(result.alterations == [.levelReplaced])
    }

    @Test(arguments: [Int64.min, .max, -62_135_596_800_000_000, 253_402_300_799_999_999])
    func `has the time of receipt if its own cannot be stored`(microseconds: Int64) throws {
        let time = Timestamp(microseconds: microseconds)
        let result = try deliverable(.open("1", description: "d", at: time))

        #expect(result.alert.time == moment(77))
        #expect(result.alert.tags == ["time_source": "receipt"])
        #expect(result.alterations == [.timeReplaced])
    }

    @Test(arguments: [
        Alert.open(" ", description: "d"), .close("\u{feff}"), .close("a\u{fffd}"),
        .event("1", description: "\n"), .stateless(description: " "),
    ])
    func `is refused if nobody could tell what it is about`(alert: Alert) {
        #expect(throws: AlertProblem.self) { try deliverable(alert) }
    }

    @Test(arguments: APIVersion.allCases)
    func `is altered once only, and read back as it was written`(version: APIVersion) throws {
        var odd = OddAlerts(seed: 11)
        for number in 0..<200 {
            guard let once = try? deliverable(odd.next(number), version).alert else { continue }
            let twice = try deliverable(once, version)
            let read = try Alert(JSONValue(parsing: once.json.text), in: .utc, now: moment(1))

            #expect(twice.alert == once && twice.alterations.isEmpty)
            #expect(read == once)
        }
    }
}
