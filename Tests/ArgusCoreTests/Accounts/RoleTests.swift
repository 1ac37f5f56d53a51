import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `What a role may do` {
    private static func asker(_ role: Role, scope: TokenScope = .full) -> Requester {
        var user = User.sample()
        user.role = role
        let token = Token(
            id: 1, user: 1, kind: .program, scope: scope, prefix: "", created: .sample,
            expires: nil, lastUsed: nil)
        return .sample(user: user, token: token)
    }

    static let allowed: [(Role, Set<Permission>)] = [
        (.viewer, [.changeOwn]), (.operator, [.changeOwn, .act]),
        (.staff, [.changeOwn, .act, .planMaintenance, .administerSources, .administerTeams]),
        (.superuser, everything),
    ]

    /// What anybody may be allowed; the rest is the server's own.
    private static let everything = Set(Permission.allCases).subtracting([.keepHouse])

    @Test(arguments: allowed)
    func `grows from role to role`(role: Role, permissions: Set<Permission>) {
        #expect(Set(Permission.allCases.filter(Self.asker(role).may)) == permissions)
    }

    @Test(arguments: Permission.allCases)
    func `is nothing for a role, or with a token, that is unknown`(permission: Permission) {
        #expect(!Self.asker(.unknown("owner")).may(permission))
        #expect(!Self.asker(.superuser, scope: .unknown("write")).may(permission))
        #expect(throws: Refusal.self) {
            try Self.asker(.superuser, scope: .unknown("write")).check(permission)
        }
    }

    @Test(arguments: Role.allCases)
    func `is nothing with a token for reading`(role: Role) {
        let reader = Self.asker(role, scope: .read)

        #expect(Permission.allCases.filter(reader.may).isEmpty)
        #expect(throws: Refusal.forbidden("This token may be used for reading only.")) {
            try reader.check(.act)
        }
    }

    @Test(arguments: Role.allCases)
    func `is what its account says`(role: Role) {
        #expect(Self.asker(role).role == role)
    }

    @Test func `is a superuser's at the console, which owns nothing`() {
        #expect(Set(Permission.allCases.filter(Requester.console.may)) == Self.everything)
        #expect(throws: Refusal.forbidden("Only somebody with an account can do this.")) {
            try Requester.console.user
        }
    }

    @Test func `is nothing for the server but to keep house`() {
        #expect(Permission.allCases.filter(Requester.server.may) == [.keepHouse])
    }

    @Test func `is refused in the API's words`() {
        #expect(throws: Refusal.noPermission) { try Self.asker(.viewer).check(.act) }
        #expect(throws: Never.self) { try Self.asker(.operator).check(.act) }
    }

    @Test func `is no incident's change for a viewer`() {
        #expect(!Self.asker(.viewer).mayChange(incidentOf: 1))
        #expect(Self.asker(.operator).mayChange(incidentOf: 1))
    }

    @Test func `is one's own tokens, those of sources for staff, and all for superusers`() {
        func may(_ role: Role, of user: User.ID, isSource: Bool = false) -> Bool {
            Self.asker(role).mayAdministerTokens(of: user, isSource: isSource)
        }

        #expect(may(.viewer, of: 1) && !may(.operator, of: 2, isSource: true))
        #expect(may(.staff, of: 2, isSource: true) && !may(.staff, of: 2))
        #expect(may(.superuser, of: 2))
    }
}

@Suite struct `Changing an account` {
    @Test func `leaves what is not named as it is`() throws {
        let user = User(id: 1, username: "bob", firstName: "Bob", email: "b@example.org")

        let changed = try user.changed(UserChange(lastName: "Builder"), by: .console)

        #expect(changed.firstName == "Bob" && changed.lastName == "Builder")
        #expect(changed.email == "b@example.org")
    }

    @Test func `to staff ends that it may only look`() throws {
        let changed = try User.sample(role: .viewer).changed(
            UserChange(isStaff: true), by: .console)

        #expect(changed.role == .staff)
    }

    @Test func `cannot take rights from who asks`() {
        let alice = Requester.sample(user: .sample(role: .superuser))
        let own = Problems.messages(["You cannot take this from yourself."])

        #expect(
            throws: Refusal.invalid(.fields([.init("is_active", own), .init("role", own)]))
        ) {
            try alice.user.changed(UserChange(isActive: false, role: .staff), by: alice)
        }
        #expect(throws: Never.self) {
            try User.sample(id: 2, role: .superuser).changed(UserChange(role: .viewer), by: alice)
        }
    }
}

@Suite struct `A password that is chosen over the network` {
    @Test(arguments: [
        "correct horse", "Pässwörd", "7654321xa", String(repeating: "x", count: 4096),
    ])
    func `is long enough, and more than a number`(password: String) {
        #expect(Password.problems(of: password, username: "bob") == [])
    }

    @Test(arguments: [
        ("1234567", 2), ("short", 1), ("12345678", 1), ("xcharliex", 1),
        (String(repeating: "x", count: 4097), 1),
    ])
    func `is refused otherwise`(password: String, problems: Int) {
        #expect(Password.problems(of: password, username: "charlie").count == problems)
    }
}

@Suite struct `Failures from one place` {
    @Test func `are taken up to a limit, until they are forgotten`() {
        let failures = Failures(count: 3, until: .sample(60))

        #expect(throws: Never.self) { try failures.check(limit: 4, now: .sample) }
        #expect(throws: Never.self) { try failures.check(limit: 3, now: .sample(60)) }
        #expect(throws: Never.self) { try failures.check(limit: 0, now: .sample) }
        #expect(
            throws: Refusal.tooManyAttempts(
                "Too many failed attempts to log in; try again in 60 seconds.", retryAfter: 60)
        ) {
            try failures.check(limit: 3, now: .sample)
        }
    }
}
