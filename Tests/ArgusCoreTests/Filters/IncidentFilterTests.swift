import ArgusCore
import ArgusTesting
import Testing

@Suite struct `Tags in a filter` {
    @Test func `all hold if their keys differ`() {
        #expect(IncidentFilter.tags(["a=1", "b=2"]) == .all([.tag("a=1"), .tag("b=2")]))
    }

    @Test func `are alternatives if their keys are the same`() {
        let filter = IncidentFilter.tags(["a=1", "b=2", "a=3", "a=1"])

        #expect(filter == .all([.any([.tag("a=1"), .tag("a=3")]), .tag("b=2")]))
    }

    @Test func `hold for everything if there are none`() {
        #expect(IncidentFilter.tags([]) == .everything)
    }
}
