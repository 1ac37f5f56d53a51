import ArgusClient
import ArgusSettings
import ArgusVocabulary
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `A mapping` {
    private func decoder(_ yaml: String) -> MappingDecoder {
        let reader = MappingReader(yaml)
        #expect(reader.problems == [])
        return MappingDecoder(mapping: reader.mapping, zone: .utc)
    }

    private func map(_ yaml: String, _ body: JSONValue) -> [String] {
        decoder(yaml).decode(body, receipt: moment(9)).map { $0.line(for: .v2, receipt: moment(9)) }
    }

    private let door: JSONValue = [
        "event": ["kind": "door", "id": "c-7731", "opened": 1_795_165_200, "closed": nil],
        "site": ["name": "Kollen", "rack": "B4"], "prio": "P2", "text": "Rack door left open",
        "labels": ["physical", "access"],
    ]

    private let doors = """
        key: [/event/kind, event.id]
        start: /event/opened
        end: /event/closed
        description: "{/text} ({site.name})"
        level: {from: /prio, map: {P1: 1, p2: 2}, otherwise: 4}
        tags: {host: /site/rack, location: "{/site/room|/site/name}", label: {each: /labels}}
        """

    @Test func `finds things by pointers and by dotted paths`() {
        #expect(
            map(doors, door) == [
                #"{"type":"open","key":"door:c-7731","time":"2026-11-20T09:00:00Z","#
                    + #""description":"Rack door left open (Kollen)","level":"high","#
                    + #""tags":["host=B4","location=Kollen","label=physical","label=access"],"#
                    + #""live":true}"#
            ])
    }

    @Test func `joins the parts of a key so that no others make the same`() {
        #expect(MappingDecoder.key(of: ["door", "c-7731"]) == "door:c-7731")
        #expect(MappingDecoder.key(of: ["a:b", "c"]) == #"a\:b:c"#)
        #expect(MappingDecoder.key(of: ["a", "b:c"]) == "a:b:c")
        #expect(MappingDecoder.key(of: [#"a\"#, "b"]) == #"a\\:b"#)
    }

    @Test func `closes what has an end, where it has no words for the state`() {
        let closed: JSONValue = ["event": ["kind": "door", "id": "1", "closed": "1795165260000"]]

        #expect(
            map(doors, closed) == [
                #"{"type":"close","key":"door:1","time":"2026-11-20T09:01:00Z","live":true}"#
            ])
    }

    @Test func `takes several alerts from one body, each with what is around them`() {
        let body: JSONValue = ["site": "A", "all": [["id": 1], ["id": nil], ["id": 3]]]
        let lines = map(
            "items: all\nkey: ['{^/site}-{id}']\nstate: open\ndescription: /id\nend: /x", body)

        #expect(lines.count == 3 && lines[0].contains(#""key":"A-1""#))
        #expect(lines[1] == "# refused: item 2: it has nothing where the mapping has `key`")
    }

    @Test func `closes nothing that is not named wholly`() {
        let lines = map("key: ['{a}/{b}']\nstate: close", ["a": "1"])

        #expect(lines == ["# refused: it has nothing where the mapping has `key`"])
    }

    @Test(arguments: [
        ("1795165200", 0), ("1795165200000", 0), ("1795165200.5", 0), ("1795165200000000", 0),
        ("2026-11-20T10:00:00+01:00", 0), ("2026-11-20 09:00:00", 0), ("0", 9), ("soon", 9),
        ("NaN", 9), ("1e400", 9), ("-5", 9),
    ])
    func `reads times as they are written`(text: String, seconds: Int64) {
        let lines = map("key: k\nstate: close\ntime: t", ["k": "1", "t": .string(text)])

        #expect(lines.first?.contains(moment(seconds).text().prefix(19)) == true, "\(lines)")
    }

    @Test(arguments: [
        ("kye: /a", "did you mean key?"),
        ("key: '{a'\nstate: open", "needs a place or a text in `key`"),
        ("key: /a\nstate: opne", "opne in `state`"), ("[1, 2]", "holds no mapping"),
        ("key: /a\nlevel: {map: {x: bad}}\nstate: open", "in `level.map`"), ("a: [", "is no YAML"),
        ("state: open", "neither `key` nor `identity`"), ("key: /a\nzone: Mars", "zone Mars"),
        ("key: /a\nstate: {open: [x]}", "needs a place in `state.from`"),
    ])
    func `that is wrong says where`(yaml: String, problem: String) {
        let problems = MappingReader(yaml).problems

        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    }

    @Test(arguments: MappingPreset.allCases)
    func `that is built in has nothing wrong with it, and samples`(preset: MappingPreset) {
        #expect(MappingReader(preset.text).problems == [])
        #expect(!Corpus(system: "json-\(preset.rawValue)").samples.isEmpty)
    }

    @Test func `of a source is a file or a preset`() throws {
        let folder = try TemporaryFolder()
        try "kye: /a".write(toFile: folder.file("m.yaml"), atomically: true, encoding: .utf8)

        for (settings, problem) in [
            (["mapping": folder.file("m.yaml")], "which has `kye`"), ([:], "mapping is missing"),
            (["preset": "prtgg"], "did you mean prtg?"), (["mapping": "/none"], "cannot be read"),
        ] {
            let error = #expect(throws: SettingsProblem.self) {
                try Corpus.source("json", settings)
            }
            #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
        }
    }
}
