import ArgusSettings
import ArgusVocabulary
import Testing

/// What a setting is read as, and what is wrong with it.
private func read<Value>(
    _ setting: Setting<Value>, _ text: String?
) -> (value: Value, mistakes: [String]) {
    var reader = SettingsReader { $0.name == setting.name ? text : nil }
    let value = reader.read(setting)
    return (value, reader.mistakes.map(\.description))
}

@Suite struct `A setting` {
    private let delay = Setting(
        "glue.retry_min", .duration, usual: .seconds(1), "the bound of the first delay")
    private let token = Setting("token", .text, isSecret: true, "the token")

    @Test func `has a variable, a place in a file, and a usual value as it is written`() {
        #expect(delay.variable == "ARGUS_GLUE_RETRY_MIN" && delay.path == ["glue", "retry_min"])
        #expect(delay.usual == "1s" && token.usual == nil)
        #expect(token.below("service").variable == "ARGUS_SERVICE_TOKEN")
    }

    @Test func `is what it is set to, or else as usual`() {
        #expect(read(delay, "5m") == (.seconds(300), []))
        #expect(read(delay, nil) == (.seconds(1), []))
        #expect(read(token, "abc").value == "abc" && read(token, nil).value == nil)
    }

    @Test func `that is wrong is as usual, and told in one sentence`() {
        let (value, mistakes) = read(delay, "soon\u{1b}")

        #expect(value == .seconds(1))
        #expect(
            mistakes == [
                #"ARGUS_GLUE_RETRY_MIN is "soon\u{1b}", but should be a duration, "#
                    + "such as 90s, 5m or 7d."
            ])
    }

    @Test func `that need not be set is not set by an empty text`() {
        #expect(read(token, "") == (nil, []))
        #expect(read(delay, "").mistakes.count == 1)
    }

    @Test func `that is secret is shown nowhere`() {
        let number = Setting("pin", .count(1...9), isSecret: true, "the number")

        #expect(
            read(number, "secret").mistakes == ["ARGUS_PIN should be a whole number from 1 to 9."])
        #expect([token].helpText == "  ARGUS_TOKEN\n      the token; secret, never printed")
    }

    @Test func `that is partly secret is shown without that part`() {
        let kind = SettingKind(expected: "an address") { _ in
            String?.none
        } write: {
            $0
        } shown: { _ in
            "a@***"
        }

        let mistakes = read(Setting("address", kind, "where"), "a@b").mistakes
        #expect(mistakes == [#"ARGUS_ADDRESS is "a@***", but should be an address."#])
    }

    @Test func `is explained with what holds where nothing is set`() {
        let file = Setting("ca_file", .text, usually: "the system's", "whom to `trust`")
        let settings: [any AnySetting] = [delay, file]

        #expect(
            settings.helpText == """
                  ARGUS_GLUE_RETRY_MIN (1s)
                      the bound of the first delay
                  ARGUS_CA_FILE (the system's)
                      whom to trust
                """)
    }
}

@Suite struct `The kinds of settings` {
    @Test(arguments: [
        ("500ms", 500), ("90", 90_000), ("90s", 90_000), ("5m", 300_000), ("12h", 43_200_000),
        ("7d", 604_800_000), ("0", 0),
    ])
    func `read durations`(text: String, milliseconds: Int) {
        let setting = Setting("x", .duration, "x")
        #expect(read(setting, text).value == .milliseconds(milliseconds))
    }

    @Test(arguments: ["-1s", "1 s", "1w", "s", "9999999999", "1.5s"])
    func `refuse what is no duration`(text: String) {
        #expect(read(Setting("x", .duration, "x"), text).mistakes.count == 1)
    }

    @Test(arguments: ["0", "0s", "0d"])
    func `refuse no time where some is needed`(text: String) {
        let setting = Setting("x", .positiveDuration, usual: .seconds(1), "x")
        #expect(read(setting, text).mistakes.count == 1)
    }

    @Test(arguments: [("1", 1), ("64K", 64 << 10), ("3M", 3 << 20), ("2G", 2 << 30)])
    func `read sizes in bytes`(text: String, bytes: Int) {
        #expect(read(Setting("x", .size, "x"), text).value == bytes)
    }

    @Test(arguments: ["0", "-1", "1T", "G", "9999999999G", "1.5M"])
    func `refuse what is no size`(text: String) {
        #expect(read(Setting("x", .size, "x"), text).mistakes.count == 1)
    }

    @Test(arguments: [
        ("1", true), ("on", true), ("TRUE", true), ("yes", true), ("0", false), ("off", false),
        ("False", false), ("no", false),
    ])
    func `read switches in eight spellings`(text: String, isOn: Bool) {
        #expect(read(Setting("x", .bool, usual: !isOn, "x"), text).value == isOn)
    }

    @Test func `read a word in any case, and name all words otherwise`() {
        enum Colour: String, CaseIterable { case red, green, blue }
        enum Side: String, CaseIterable { case left, right }
        let colour = Setting("x", .choice, usual: Colour.red, "x")
        let side = Setting("x", .choice, usual: Side.left, "x")

        #expect(read(colour, "BLUE").value == .blue)
        #expect(read(colour, "x").mistakes[0].hasSuffix("should be one of red, green, blue."))
        #expect(read(side, "x").mistakes[0].hasSuffix("should be left or right."))
    }

    @Test func `write a usual value such that it is read as the same`() {
        let durations = [0, 1, 1500, 60_000, 90_000, 3_600_000, 86_400_000]
        for duration in durations.map({ Duration.milliseconds($0) }) {
            let setting = Setting("x", .duration, usual: duration, "x")
            #expect(read(setting, setting.usual).value == duration)
        }
        for size in [1, 1000, 1 << 10, 3 << 20, 1 << 30] {
            let setting = Setting("x", .size, usual: size, "x")
            #expect(read(setting, setting.usual).value == size)
        }
        #expect(Setting("x", .duration, usual: .seconds(300), "x").usual == "5m")
        #expect(Setting("x", .zone, usual: .utc, "x").usual == "UTC")
    }
}

@Suite struct `Variables that are no settings` {
    private let settings: [any AnySetting] = [
        Setting("time_zone", .zone, usual: .utc, "x"), Setting("listen", .text, "x"),
    ]

    @Test func `are found, with what was meant`() {
        let found = Variable.all(
            in: [
                "ARGUS_TIMEZONE": "", "ARGUS_LISTEN": "", "ARGUS_COLOUR": "", "TIME_ZONES": "",
            ], besides: settings)

        #expect(found.map(\.name) == ["ARGUS_COLOUR", "ARGUS_TIMEZONE"])
        #expect(
            found.map(\.problem) == [
                "is no setting", "is no setting; did you mean ARGUS_TIME_ZONE?",
            ])
    }
}
