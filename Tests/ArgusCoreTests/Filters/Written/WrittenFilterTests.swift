import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A filter that is typed` {
    private static func pattern(_ text: String) throws -> IncidentFilter.ValueTest {
        .pattern(try Pattern(text))
    }

    @Test(
        arguments: [
            ("", .everything), ("  everything ", .everything), ("nothing", .nothing),
            ("open", .open(true)), ("CLOSED", .open(false)), ("stateful", .stateful(true)),
            ("stateless", .stateful(false)), ("acked", .acked(true)), ("unacked", .acked(false)),
            ("has:ticket", .hasTicket(true)),
            ("level<=2", .levelAtMost(2)), ("level<2", .levelAtMost(1)),
            ("level>=4", .not(.levelAtMost(3))), ("level>4", .not(.levelAtMost(4))),
            ("level=3", .all([.levelAtMost(3), .not(.levelAtMost(2))])),
            ("level!=3", .not(.all([.levelAtMost(3), .not(.levelAtMost(2))]))),
            ("source:nav", .sourceNames(["nav"])),
            ("source:\"a b\",c", .sourceNames(["a b", "c"])),
            ("type:nav,zabbix", .sourceTypes(["nav", "zabbix"])), ("id:1,2", .ids([1, 2])),
            ("source_id:7", .sources([7])), ("source_incident_id:a,b", .sourceIncidentID("a,b")),
            ("details_url:/a", .text(.detailsURL, "/a")),
            ("ticket_url:\"\"", .text(.ticketURL, "")),
            ("description:\"a b\"", .text(.description, "a b")),
            ("event:ack,CLO", .eventTypes([.acknowledge, .close])),
            ("duration>=1h30m", .lastedAtLeast(.seconds(5400))),
            ("duration>=1w1d1s", .lastedAtLeast(.seconds(691_201))),
            ("start<=-2h", .startTime(.until(.fromNow(.seconds(-7200))))),
            ("start>=now", .startTime(.from(.fromNow(.zero)))),
            ("end>=+1d", .endTime(.from(.fromNow(.seconds(86_400))))),
            ("end<=1970-01-01T00:01Z", .endTime(.until(.at(Timestamp(unixSeconds: 60))))),
        ] as [(String, IncidentFilter)])
    func `asks about states, times and sources`(text: String, filter: IncidentFilter) throws {
        #expect(try WrittenFilter(text).filter == filter)
    }

    @Test(
        arguments: [
            ("host=web1", .tag("host=web1")),
            ("Host_1=a=b,c", .tag(Tag(key: "Host_1", value: "a=b,c"))),
            ("host=\"a \\\"b\\\" \\\\ \\d\"", .tag(Tag(key: "host", value: "a \"b\" \\ \\d"))),
            ("details_url=/a", .tag("details_url=/a")),
            ("host=\"\"", .tag("host=")), ("host!=web1", .not(.tag("host=web1"))),
            ("and=1", .nothing), ("tag:and=1", .tag("and=1")), ("tag:level=1", .tag("level=1")),
            ("tag:site", .tagged("site", .anything)), ("tag:open", .tagged("open", .anything)),
            ("host^=core-", .tagged("host", .prefix("core-"))),
            ("tag:type^=r", .tagged("type", .prefix("r"))),
        ] as [(String, IncidentFilter)])
    func `asks about tags`(text: String, filter: IncidentFilter) throws {
        let read = try? WrittenFilter(text).filter

        #expect(read ?? .nothing == filter)
    }

    @Test(arguments: [
        ("host~^core-\\d+$", "^core-\\d+$"), ("host~^(a|b)$", "^(a|b)$"),
        ("(host~^(a|b)$)", "^(a|b)$"), ("host~\"a b\"", "a b"),
    ])
    func `asks for regular expressions`(text: String, pattern: String) throws {
        let test = try Self.pattern(pattern)

        #expect(try WrittenFilter(text).filter == .tagged("host", test))
        #expect(
            try WrittenFilter("not " + text).filter == .not(.tagged("host", test)))
    }

    @Test(
        arguments: [
            ("down", .mentions("down")), ("\"Link Down\"", .mentions("link down")),
            ("\"open\"", .mentions("open")), ("10.0.0.1/8", .mentions("10.0.0.1/8")),
            ("\"a:b\"", .mentions("a:b")), ("Åse's-box", .mentions("åse's-box")),
            ("-core", .mentions("-core")), ("AT&T", .mentions("at&t")), ("\"&\"", .mentions("&")),
            ("\"-acked\"", .mentions("-acked")),
        ] as [(String, IncidentFilter)])
    func `searches for all other words`(text: String, filter: IncidentFilter) throws {
        #expect(try WrittenFilter(text).filter == filter)
    }

    @Test(
        arguments: [
            ("a b or c d", .any([.all(["a", "b"]), .all(["c", "d"])])),
            ("a AND b and c", .all(["a", "b", "c"])),
            ("a (b or c)", .all(["a", .any(["b", "c"])])), ("((a))", "a"),
            ("not a b", .all([.not("a"), "b"])), ("not (a b)", .not(.all(["a", "b"]))),
            ("not not a", .not(.not("a"))), ("not(a)or(b)", .any([.not("a"), "b"])),
            ("a(b)", .any([])),
        ] as [(String, IncidentFilter)])
    func `combines with and, or, not and parentheses`(text: String, filter: IncidentFilter) throws {
        let read = try? WrittenFilter(text).filter

        #expect(read ?? .nothing == filter)
    }
}

extension IncidentFilter: ExpressibleByStringLiteral {
    /// A text to search for.
    package init(stringLiteral text: String) {
        self = .mentions(SearchText(text))
    }
}

@Suite struct `A filter that is mistyped` {
    @Test(arguments: [
        ("(", "At character 2: something is missing at the end."),
        ("a (b", "At character 3: this “(” has no “)”."),
        ("a)", "At character 2: there is no “(” for this “)”."),
        ("()", "At character 2: something is missing before “)”."),
        ("not", "At character 4: something is missing at the end."),
        ("a or or b", "At character 6: something is missing before “or”."),
        ("\"a", "At character 1: this quote has no end."),
        ("\"a\"b", "At character 4: a blank is missing here."),
        (
            "foo:bar",
            "At character 1: there is no field “foo:”; a text to search for stands in quotes."
        ),
        ("host>=3", "At character 1: “>=” is known only after level, start, end and duration."),
        (
            "open=true",
            "At character 1: “open” stands alone; a tag with that key is written “tag:open=…”."
        ),
        (
            "x source=nav",
            "At character 3: “source” is written source:nav; a tag with that key is written "
                + "“tag:source=…”."
        ),
        (
            "level=9",
            "At character 7: a level is 1 (worst) to 5, or critical, high, moderate, low or information."
        ),
        ("level:3", "At character 1: “level” is written level<=2, level=3 or level>=4."),
        (
            "host=",
            "At character 6: a value is missing here; one with blanks or quotes stands in quotes."
        ),
        ("host~(a", "At character 6: this is no regular expression: a “(” has no “)”."),
        (
            "start>=soon",
            "At character 8: a time is written 2026-01-31T12:00 or, counted from now, -2h or +30m."
        ),
        (
            "duration>=5",
            "At character 11: a duration is written 90m, 2h30m or 7d, of up to a century."
        ),
        (
            "duration>=99999999999999999999d",
            "At character 11: a duration is written 90m, 2h30m or 7d, of up to a century."
        ),
        ("id:x", "At character 4: primary keys are whole numbers."),
        (
            "event:no",
            "At character 7: an event is one of STA, END, CHI, RES, CLO, REO, ACK, OTH, LES."
        ),
        ("tag:a-b", "At character 5: a key has letters of ASCII, digits and underscores only."),
        (
            "!open",
            "At character 1: “not” is written before what must not hold, instead of “!”."
        ),
        (
            "open !(a)",
            "At character 6: “not” is written before what must not hold, instead of “!”."
        ),
        (
            "-acked",
            "At character 1: “not” is written before what must not hold, instead of “-”."
        ),
        (
            "open -host=a",
            "At character 6: “not” is written before what must not hold, instead of “-”."
        ),
        (
            "open -(a b)",
            "At character 6: “not” is written before what must not hold, instead of “-”."
        ),
        (
            "open & acked",
            "At character 6: “and” is written between conditions instead of “&”; a text to search "
                + "for stands in quotes."
        ),
        (
            "open&&acked",
            "At character 1: “and” is written between conditions instead of “&”; a text to search "
                + "for stands in quotes."
        ),
        (
            "level<=2 || host=a",
            "At character 10: “or” is written between conditions instead of “|”; a text to search "
                + "for stands in quotes."
        ),
        (
            "a-b=c",
            "At character 1: “a-b=c” is neither a field nor a tag; a text to search for stands in "
                + "quotes."
        ),
    ])
    func `is refused with what is wrong and where`(text: String, message: String) {
        let problem = #expect(throws: WrittenFilterProblem.self) { try WrittenFilter(text) }

        #expect(problem?.message == message)
    }

    @Test(arguments: [
        (
            String(repeating: "(", count: 60),
            "At character 32: there are more than 30 levels inside each other."
        ),
        (
            String(repeating: "not ", count: 60),
            "At character 125: there are more than 30 levels inside each other."
        ),
        (
            String(repeating: "a~x ", count: 30),
            "At character 83: there are more than 20 regular expressions."
        ),
        ("a\0", "A filter has no null characters."),
        (String(repeating: "a", count: 4001), "A filter has at most 4000 characters."),
    ])
    func `is refused if it is too large`(text: String, message: String) {
        let problem = #expect(throws: WrittenFilterProblem.self) { try WrittenFilter(text) }

        #expect(problem?.message == message)
    }

    @Test(arguments: [
        ("host^=core- nto acked", "nto", "not"), ("opne host=a", "opne", "open"),
        ("host=a (unakced or b)", "unakced", "unacked"), ("host=a adn level<=2", "adn", "and"),
        ("a OT open", "ot", "or"), ("not close host=a", "close", "closed"),
    ])
    func `searches for the mistyped word, with a hint`(
        text: String, word: String, meant: String
    ) throws {
        let hints = try WrittenFilter(text).hints.map { $0.lowercased() }

        #expect(hints == ["\"\(word)\" is searched for as a text; did you mean \"\(meant)\"?"])
    }

    @Test(arguments: [
        "", "nto", "link on core down", "host=a \"nto\"", "host=a core", "host=nto acked",
        "open -core R&D", "host=a nøt", "open x",
    ])
    func `has no hint where a text is meant`(text: String) throws {
        #expect(try WrittenFilter(text).hints == [])
    }

    @Test(arguments: ["a & b", "a -acked", "open|closed"])
    func `goes on searching for signs if it was stored`(text: String) {
        #expect(WrittenFilter(stored: text).filter != .nothing)
    }

    @Test func `describes nothing if it was stored`() {
        #expect(WrittenFilter(stored: "open (").filter == .nothing)
        #expect(WrittenFilter(stored: "open").filter == .open(true))
    }

    @Test func `never traps, whatever it is`() {
        var generator = SeededGenerator(seed: 9)
        let pieces = [
            "a", "=", "~", "(", ")", "\"", "\\", " ", "not ", "or", "level", "<=", ":", "tag:", "{",
            "start", ">=", "-", "9", "h", ",", "[", "^", "*", "id:", "å", "\u{0}", "\u{10ffff}",
        ]

        for _ in 0..<3000 {
            let count = Int.random(in: 0...12, using: &generator)
            let text = (0..<count).map { _ in generator.pick(pieces) }.joined()
            if let filter = try? WrittenFilter(text).filter {
                #expect((try? WrittenFilter(filter.written).filter) == filter, "\(text)")
            }
        }
    }
}
