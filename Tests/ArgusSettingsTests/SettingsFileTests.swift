import ArgusSettings
import ArgusVocabulary
import Foundation
import Testing

private let names = SettingNames(
    [
        Setting("listen", .text, "x"), Setting("time_zone", .zone, usual: .utc, "x"),
        Setting("glue.spool", .text, "x"), Setting("glue.nav.ignore", .bool, usual: false, "x"),
    ], besides: ["sources"])

/// What is read from a file with this text, and what is wrong with it.
private func read(_ text: String) throws -> (texts: [String: String], mistakes: [String]) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: path) }
    try Data(text.utf8).write(to: path)
    let (texts, mistakes) = read(at: path.path)
    return (texts, mistakes.map { $0.replacing(path.path, with: "FILE") })
}

private func read(at path: String) -> (texts: [String: String], mistakes: [String]) {
    do throws(SettingsProblem) {
        var file = try SettingsFile(path: path)
        let texts = file.texts(of: names)
        return (texts, file.mistakes.map(\.description))
    } catch {
        return ([:], error.mistakes.map(\.description))
    }
}

@Suite struct `A settings file` {
    @Test func `has values below sections, in the ways of YAML`() throws {
        let (texts, mistakes) = try read(
            """
            ---
            listen: '[::1]:80'   # brackets
            glue: {spool: /x, nav: {ignore: yes}}
            """)

        #expect(mistakes == [])
        #expect(
            texts == ["listen": "[::1]:80", "glue.spool": "/x", "glue.nav.ignore": "yes"])
    }

    @Test(arguments: ["", "# nothing set\n", "\u{feff}---\n", "glue:\n", "sources: [a]\n"])
    func `may have none, or what somebody else reads`(text: String) throws {
        let (texts, mistakes) = try read(text)

        #expect(texts.isEmpty && mistakes == [])
    }

    @Test(arguments: [
        ("listn: x", "Line 1 of FILE: listn is no setting; did you mean listen?"),
        ("a: b\n", "Line 1 of FILE: a is no setting; known are glue, listen, sources, time_zone."),
        ("source:\n", "Line 1 of FILE: source is no setting; did you mean sources?"),
        ("\nspool: /x", "Line 2 of FILE: spool is no setting; did you mean glue.spool?"),
        (
            "glue:\n  nav:\n    all: on",
            "Line 3 of FILE: glue.nav.all is no setting; known are ignore."
        ),
        ("listen:", "Line 1 of FILE needs a value after `listen:`."),
        ("listen: ~", "Line 1 of FILE needs a value after `listen:`."),
        ("listen: [1, 2]", "Line 1 of FILE needs one plain value after `listen:`."),
        ("listen: {host: a}", "Line 1 of FILE needs one plain value after `listen:`."),
        ("glue: on", "Line 1 of FILE needs names with values below `glue:`."),
        ("- a", "Line 1 of FILE is no setting; one looks like `time_zone: Europe/Oslo`."),
        ("just words", "Line 1 of FILE is no setting; one looks like `time_zone: Europe/Oslo`."),
        ("[listen]: x", "Line 1 of FILE has something else than a name before its colon."),
        (
            "listen: a\nlisten: b",
            "Line 1 of FILE begins a section that gives listen a second value."
        ),
    ])
    func `is refused in one sentence with the line that is wrong`(
        text: String, mistake: String
    ) throws {
        #expect(try read(text).mistakes == [mistake])
    }

    @Test(arguments: ["glue:\n\tspool: /x", "listen: \"a", "listen: *unknown", "listen: \u{0}x"])
    func `is refused with the line where it is no YAML`(text: String) throws {
        let mistakes = try read(text).mistakes

        #expect(mistakes.count == 1)
        #expect(mistakes[0].hasPrefix("Line ") && mistakes[0].contains(" of FILE is no YAML: "))
    }

    @Test func `shows nothing of a line that is no YAML, which may hold a secret`() throws {
        let mistakes = try read("time_zone: UTC\nlisten: sec\u{0}ret\n").mistakes

        #expect(mistakes == ["Line 2 of FILE is no YAML: control characters are not allowed."])
    }

    @Test func `is told to be missing, or to be a folder`() {
        for path in ["/none/glue.yaml", "/tmp"] {
            #expect(
                read(at: path).mistakes == [
                    "There is no file \(path); --config should name one with settings."
                ])
        }
    }
}
