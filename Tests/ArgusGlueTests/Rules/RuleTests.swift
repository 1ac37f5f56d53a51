import ArgusClient
import ArgusSettings
import ArgusVocabulary
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `Rules about messages` {
    private let links = """
        rules:
          - name: noise
            match: {app: [cron, '/^systemd/'], severity: notice}
            state: ignore
          - name: link
            match: {host: '/^(?<site>[a-z]+)-/'}
            open: '/port (?<port>\\d+)(?: \\((?<alias>[^)]*)\\))? down/'
            close: '/port (?<port>\\d+) up/'
            key: "{host}:{port}"
            description: "Port {port} ({alias|port}) of {site} is down"
            level: {from: "{severity}", map: {error: 2}, otherwise: low}
            tags: {port: "{port}", alias: "{alias}", host: "{host}.example.org"}
          - match: {severity: error or worse, message: '/disk/'}
            level: critical
        """

    private func decoder(_ yaml: String) -> SyslogDecoder {
        let reader = RuleReader(yaml, of: SyslogDecoder.fields)
        #expect(reader.problems == [])
        return SyslogDecoder(zone: .utc, rules: reader.rules, least: 3)
    }

    private func read(_ text: String, _ yaml: String? = nil) -> Reading? {
        decoder(yaml ?? links).decode(Array(text.utf8), receipt: moment(0)).first
    }

    private func alert(_ text: String, _ yaml: String? = nil) -> Alert? {
        if case .alert(let alert)? = read(text, yaml) { alert } else { nil }
    }

    @Test func `open and close one problem by what they find`() throws {
        let down = try #require(alert("<11>oslo-sw1 snmpd: port 7 (to \"B\") down"))
        let up = try #require(alert("<11>oslo-sw1 snmpd: port 7 up"))

        #expect(down.kind == .open && up.kind == .close && down.isLive && up.isLive)
        #expect(down.key == "oslo-sw1:7" && up.key == down.key)
        #expect(down.description == "Port 7 (to \"B\") of oslo is down" && down.level == .high)
        #expect(down.tags?["host"] == ["oslo-sw1.example.org"] && down.tags?["port"] == ["7"])
    }

    @Test func `leave out what says nothing`() throws {
        let down = try #require(alert("<12>oslo-sw1 snmpd: port 7 down"))

        #expect(down.level == .moderate && down.tags?["alias"] == [])
        #expect(down.description == "Port 7 (7) of oslo is down")
    }

    @Test func `count in their order, by words and by how bad it is`() {
        #expect(read("<13>a cron: disk is full") == .ignored("the rule noise leaves it out"))
        #expect(read("<13>a systemd-udevd: x") == .ignored("the rule noise leaves it out"))
        #expect(alert("<11>a cron: disk is full")?.level == .critical)
        #expect(alert("<8>a b: disk")?.kind == .stateless)
        #expect(alert("<12>a b: disk") == nil)
    }

    @Test func `refuse what they find no key in`() {
        let reading = read(
            "<11>app: port down",
            "rules: [{name: r, match: {message: /down/}, state: close, key: '{host}'}]")

        #expect(reading == .refused("by the rule r it has no key"))
    }

    @Test(arguments: [
        (
            "rules: [{mach: {app: a}}]",
            "has `mach`, which is not known in a rule; did you mean match?"
        ),
        ("rules: [{match: {ap: a}}]", "has `ap`, which is not known in `match`; did you mean app?"),
        ("rules: [{match: {severity: eror}}]", "did you mean error?"),
        ("rules: [{match: {app: a}, state: opn}]", "has opn as `state`; did you mean open?"),
        ("rules: [{match: {app: a}, state: open}]", "without `key`"),
        ("rules: [{open: '/a/', key: k, state: open}]", "has `state` beside"),
        ("rules: [{key: '{host'}]", "braces in `key`"), ("rules: [{level: bad}]", "needs 1 to 5"),
        ("rules: [{description: d}]", "a rule about everything"),
        (
            "rules: [{open: '/(?<a>x)/', close: '/y/', key: '{a}'}]",
            "has {a} in `key`, which is neither found by a pattern there nor one of facility"
        ),
        ("rules: [{match: {app: a}, tags: {b: '{c}'}}]", "has {c} in `tags.b`"),
        ("rules: [{match: {message: '/(a/'}}]", "which has a ( without a )"),
        ("rules: x", "needs a list of rules"), ("- a", "needs names with values in it"),
        ("rules:\n  - match: {app: a}\n  - match:\n      hots: b\n", "(line 4)"),
    ])
    func `that are wrong are told with their line`(yaml: String, sentence: String) {
        let reader = RuleReader(yaml, of: SyslogDecoder.fields)

        #expect(reader.problems.contains { $0.contains(sentence) }, "\(reader.problems)")
    }

    @Test(arguments: [("# network.rules.yaml", true), ("# rules for a UPS", false)])
    func `of the guide are right`(heading: String, isSyslog: Bool) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let guide = try String(
            contentsOf: root.appendingPathComponent("Documentation/Guides/glue-systems.md"),
            encoding: .utf8)
        let start = try #require(guide.firstRange(of: "\(heading)\n"))
        let text = String(guide[start.upperBound...].prefix { $0 != "`" })
        let reader = RuleReader(
            text, of: isSyslog ? SyslogDecoder.fields : SNMPTrapDecoder.fields)

        #expect(reader.problems == [] && !reader.rules.isEmpty)
    }

    @Test func `that are built in are right`() {
        let text = String(decoding: PackageResources.syslog_network_yaml, as: UTF8.self)
        let reader = RuleReader(text, of: SyslogDecoder.fields)

        #expect(reader.problems == [] && reader.rules.count >= 7)
    }

    @Test func `of a trap are about its object and its values`() throws {
        let yaml = """
            rules:
              - name: ups
                open: {trap: .1.3.6.1.4.1.318.0.5}
                close: {trap: [.1.3.6.1.4.1.318.0.9]}
                key: "ups!{address}!{.1.3.6.1.4.1.318.2.3.1}"
                description: "{host} is on battery: {.1.3.6.1.4.1.318.2.3.3}"
                level: high
            """
        let reader = RuleReader(yaml, of: SNMPTrapDecoder.fields)
        #expect(reader.problems == [])
        let decoder = SNMPTrapDecoder(rules: reader.rules)
        func alert(_ last: Int, _ number: String) -> Reading? {
            let text = """
                ups1
                UDP: [192.0.2.9]:5->[192.0.2.1]:162
                .1.3.6.1.6.3.1.1.4.1.0 .1.3.6.1.4.1.318.0.\(last)
                .1.3.6.1.4.1.318.2.3.3.0 "no power"
                .1.3.6.1.4.1.318.2.3.1.0 \(number)
                """
            return decoder.decode(Array(text.utf8), receipt: moment(0)).first
        }

        guard case .alert(let open)? = alert(5, "7"), case .alert(let close)? = alert(9, "7") else {
            Issue.record("no alerts")
            return
        }
        #expect(open.kind == .open && open.key == "ups!192.0.2.9!7" && open.level == .high)
        #expect(open.description == "ups1 is on battery: no power")
        #expect(close.kind == .close && close.key == open.key && close.isLive)
        #expect(alert(9, "\"\"") == .refused("by the rule ups it has no key"))
    }

    @Test func `of mail are about its subject, its body and its header`() throws {
        let yaml = """
            rules:
              - match: {from: '/@backup\\./', header.x-job: '/(?<job>.+)/'}
                open: '/FAILED/'
                close: {body: '/^all is well$/'}
                key: "backup!{job}"
                tags: {job: "{job}"}
            """
        let reader = RuleReader(yaml, of: MailDecoder.fields)
        #expect(reader.problems == [])
        let decoder = MailDecoder(rules: reader.rules)
        func alert(_ subject: String, _ body: String, job: String = "home") -> Alert? {
            let text = "From: r@backup.example.org\nX-Job: \(job)\nSubject: \(subject)\n\n\(body)"
            let readings = decoder.decode(Array(text.utf8), receipt: moment(0))
            if case .alert(let alert)? = readings.first { return alert }
            return nil
        }

        let open = try #require(alert("Backup FAILED", "status 12"))
        #expect(open.kind == .open && open.key == "backup!home" && open.tags?["job"] == ["home"])
        #expect(alert("Backup", "all is well")?.kind == .close)
        #expect(alert("Backup", "all is well", job: "")?.kind == .stateless)
    }
}
