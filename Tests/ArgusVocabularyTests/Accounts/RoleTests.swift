import ArgusVocabulary
import Testing

@Suite struct `A role` {
    @Test func `may do what those before it may`() {
        #expect(Role.allCases == Role.allCases.sorted())
        #expect(Role.allCases.map(\.rawValue) == ["viewer", "operator", "staff", "superuser"])
    }

    @Test(arguments: Role.allCases)
    func `is more than one that is unknown`(role: Role) {
        #expect(Role(word: "owner") == .unknown("owner"))
        #expect(Role(word: "owner") < role)
        #expect(Role(rawValue: "owner") == nil)
    }
}

@Suite struct `The scope of a token` {
    @Test(arguments: TokenScope.allCases)
    func `is found by its word`(scope: TokenScope) {
        #expect(TokenScope(rawValue: scope.rawValue) == scope)
        #expect(TokenScope(word: scope.rawValue) == scope)
    }

    @Test func `is kept if it is unknown where a server tells it, and nowhere else`() {
        #expect(TokenScope(rawValue: "write") == nil)
        #expect(TokenScope(word: "write") == .unknown("write"))
    }
}
