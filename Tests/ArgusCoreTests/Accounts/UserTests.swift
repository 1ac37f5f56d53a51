import ArgusCore
import ArgusVocabulary
import Testing

@Suite struct `A new account` {
    @Test(arguments: [
        "bob", "bob@example.org", "a.b+c-d_e", "Åse", "42", String(repeating: "a", count: 150),
    ])
    func `has a name of letters, digits and a few signs`(name: String) throws {
        #expect(try NewUser(username: name).username == name)
    }

    @Test(arguments: ["a b", "a/b", "a!", "a\n", "<b>", "a:b", " ", "A\u{30a}se", "\r\n"])
    func `has no other signs in its name`(name: String) {
        #expect(throws: Refusal.invalid("username", .malformed(.username))) {
            try NewUser(username: name)
        }
    }

    @Test(arguments: [
        ("", Problem.blank),
        (
            String(repeating: "a", count: 151),
            .tooLong(.characters(150))
        ),
    ])
    func `has a name that is neither empty nor too long`(name: String, problem: Problem) {
        #expect(throws: Refusal.invalid("username", problem)) { try NewUser(username: name) }
    }

    @Test func `is refused with everything that is wrong`() {
        let problems = Problems.fields([
            .init("username", .messages([.blank])),
            .init("email", .messages([.malformed(.emailAddress)])),
            .init("last_name", .messages([.tooLong(.characters(150))])),
        ])

        #expect(throws: Refusal.invalid(problems)) {
            try NewUser(
                username: "", lastName: String(repeating: "a", count: 151), email: "nowhere")
        }
    }

    @Test(arguments: ["@", "a@", "@a", "a"])
    func `has an email address with something on both sides`(email: String) {
        #expect(throws: Refusal.invalid("email", .malformed(.emailAddress))) {
            try NewUser(username: "bob", email: email)
        }
    }

    @Test func `is staff if it is a superuser`() throws {
        #expect(try NewUser(username: "bob", role: .superuser).role.isStaff)
        #expect(try !NewUser(username: "bob").role.isStaff)
    }
}
