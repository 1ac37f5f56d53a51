import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Somebody who asks` {
    @Test func `may change the incidents of any source as an end user`() {
        #expect(Requester.sample().mayChange(incidentOf: 7))
    }

    @Test func `may change only its own as a source`() {
        let source = Requester.sample(source: 7)

        #expect(source.mayChange(incidentOf: 7))
        #expect(!source.mayChange(incidentOf: 8))
    }

    @Test func `may change any as a source that is a superuser`() {
        let asker = Requester.sample(user: .sample(role: .superuser), source: 7)

        #expect(asker.mayChange(incidentOf: 8))
    }

    @Test func `may do everything without a token, else what it is good for`() {
        let token = Token(
            id: 1, user: 1, kind: .program, scope: .read, prefix: "", created: .sample,
            expires: nil, lastUsed: nil)

        #expect(Requester.sample().scope == .full)
        #expect(Requester.sample(token: token).scope == .read)
    }
}
