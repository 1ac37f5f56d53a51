import ArgusCore
import Testing

@Suite struct `An order of incidents` {
    @Test(arguments: ["level,acked,-start", "-source,end", "start", "acked"])
    func `is read as it is written`(text: String) throws {
        #expect(try IncidentOrder(text).text == text)
    }

    @Test func `goes by the start where the age is meant, the other way`() throws {
        #expect(try IncidentOrder("age") == .newestFirst)
        #expect(try IncidentOrder("-age,-start").text == "start")
    }

    @Test func `names what it does not know`() {
        #expect(throws: UnknownSortKey.self) { try IncidentOrder("level,-colour") }
    }

    @Test func `begins only where its keys are`() throws {
        let place = OrderedPlace([.text("nav"), .number(1), .number(2)], isBackward: false)

        #expect(try IncidentOrder("source").canBegin(at: place))
        #expect(try !IncidentOrder("level").canBegin(at: place))
        #expect(!IncidentOrder.worstFirst.canBegin(at: OrderedPlace([], isBackward: true)))
    }
}
