import ArgusVocabulary
import Testing

@Suite struct `The details of an incident` {
    @Test(arguments: IncidentMember.all)
    func `hold what each member is given`(member: IncidentMember) {
        var details = IncidentDetails()
        #expect(details[member] == nil)

        details[member] = member.kind.usual

        #expect(details[member] == member.kind.usual)
        #expect(IncidentMember.all.filter { details[$0] != nil } == [member])
    }

    @Test func `have what is usual where nothing is said`() {
        let details = IncidentDetails(description: "x", level: .high).complete

        #expect(
            details
                == IncidentDetails(
                    detailsURL: "", description: "x", level: .high, ticketURL: "",
                    metadata: .emptyObject))
    }

    @Test func `take what others say, and keep the rest`() {
        let details = IncidentDetails(description: "x", ticketURL: "t")

        let added = details.adding(IncidentDetails(description: "", level: .low))

        #expect(added == IncidentDetails(description: "", level: .low, ticketURL: "t"))
    }

    @Test func `are the same only byte by byte`() {
        let (one, two) = ("\u{e5}", "a\u{30a}")
        #expect(one == two)

        #expect(IncidentDetails(description: one) != IncidentDetails(description: two))
        #expect(IncidentDetails(description: "") != IncidentDetails())
        #expect(
            Set([IncidentDetails(description: one), IncidentDetails(description: two)]).count == 2)
    }
}
