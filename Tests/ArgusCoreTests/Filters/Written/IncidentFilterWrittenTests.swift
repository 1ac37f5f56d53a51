import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Writing a filter down` {
    @Test(arguments: [
        "everything", "nothing", "open closed stateful stateless acked unacked has:ticket",
        "level<=2 level>3 level<1 level>=1", "source:\"a b\",c type:nav id:1,2 source_id:3",
        "source_incident_id:a,b event:ACK,CLO", "start>=2026-01-31T12:00:00Z end<=-1d12h",
        "start<=now end>=+1m30s duration>=2h", "host=a tag:level=b host!=\"c d\" tag:site",
        "host^=core- host~^a\\d host!~\"(a|b)\" tag:open^=\"\"", "down \"link down\" \"open\"",
        "(a b) or not (c or d)", "not not a", "a (b (c or d))",
    ])
    func `gives the text that people type`(text: String) throws {
        #expect(try WrittenFilter(text).filter.written == text)
    }

    @Test func `gives a text with the same meaning for every filter`() throws {
        let nav = SourceSystem.sample()
        var random = RandomFilters(seed: 21, now: .sample, sources: [nav])
        let facts = [
            IncidentFacts.sample(.sample(level: .critical, tags: ["a=1", "c=x y"])),
            .sample(.sample(id: 17, endTime: .stateless, sourceIncidentID: "17", tags: ["b=1"])),
            .sample(.sample(endTime: .ended(.sample(600)), ackedUntil: .infinity)),
        ]

        for _ in 0..<600 {
            let filter = random.next()
            let text = filter.written
            // Of very many parts some cannot be typed.
            guard let read = try? WrittenFilter(text).filter else {
                Issue.record("\(filter) is written \(text)")
                continue
            }
            #expect(read.written == text)
            #expect((try? WrittenFilter(read.written).filter) == read, "\(text)")
            #expect(
                facts.allSatisfy {
                    read.matches($0, now: .sample(60)) == filter.matches($0, now: .sample(60))
                }, "\(filter) is written \(text)")
        }
    }

    @Test(
        arguments: [
            (.all([.open(true)]), "open"),
            (.not(.any([.all([.open(true), .acked(true)])])), "not (open acked)"),
            (.ids([]), "nothing"), (.hasTicket(false), "not has:ticket"),
            (.levelAtMost(9), "level<=5"),
            (.lastedAtLeast(.milliseconds(1500)), "duration>=1s"),
            (.lastedAtLeast(.seconds(-90)), "duration>=-1m30s"),
        ] as [(IncidentFilter, String)])
    func `comes close to what cannot be typed`(filter: IncidentFilter, text: String) throws {
        #expect(filter.written == text)
    }
}

@Suite struct `Times in a filter that is typed` {
    private static let berlin = Zone(named: "Europe/Berlin")

    @Test func `are those of the zone if they have no offset`() throws {
        let zone = try #require(Self.berlin)

        let filter = try WrittenFilter("start>=2026-07-01", in: zone).filter

        #expect(filter == .startTime(.from(.at(try Timestamp("2026-06-30T22:00:00Z", in: .utc)))))
    }

    @Test(arguments: [
        ("Open start>=2026-07-01", "open start>=2026-06-30T22:00:00Z"),
        ("Open start>=2026-07-01T00:00+02:00", "Open start>=2026-07-01T00:00+02:00"),
        ("Open  start>=-2h", "Open  start>=-2h"),
    ])
    func `are stored so that they mean the same in every zone`(typed: String, kept: String) throws {
        let zone = try #require(Self.berlin)

        #expect(try WrittenFilter(typed, in: zone).text == kept)
    }
}
