import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A refusal at a terminal` {
    @Test func `is one line with all problems`() {
        let refusal = Refusal.invalid(
            .fields([
                .init("name", .messages(["Too long.", "Not lower case."])),
                .init("tags", .fields([.init("0", .message("No delimiter."))])),
            ]))

        #expect(refusal.description == "name: Too long. Not lower case.; tags: 0: No delimiter.")
    }

    @Test(arguments: [Problems.whole, "name"])
    func `has no names in it that say nothing`(field: String?) {
        let refusal = Refusal.invalid(.fields([.init(field, .messages(["name: Too long."]))]))

        #expect(refusal.description == "name: Too long.")
    }

    @Test(arguments: [
        (Refusal.noSuch(.incident), "There is no such incident."),
        (.noPermission, "You may not do this."),
        (.unavailable("Later.", retryAfter: 5), "Later."),
        (.conflict(.message("There already.")), "There already."),
        (
            .because(.incidentExists(identifier: "7", source: 2)),
            "The source system has an incident with the identifier 7 already."
        ),
    ])
    func `says what was refused`(refusal: Refusal, text: String) {
        #expect(refusal.description == text)
    }
}
