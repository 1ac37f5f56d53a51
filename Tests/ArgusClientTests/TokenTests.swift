import ArgusClient
import Testing

@Suite struct `A token` {
    @Test func `is never printed`() {
        let token = Token("s3cr3t")
        var dumped = ""
        dump(ArgusClient.Configuration.sample(token: token), to: &dumped)

        #expect("\(token)" == "•••")
        #expect(String(reflecting: token) == "•••")
        #expect(!dumped.contains("s3cr3t"))
    }

    @Test func `loses the blanks that a file has around it`() {
        #expect(Token(" s3cr3t \n").secret == "s3cr3t")
        #expect(Token(" \n").secret.isEmpty)
    }

    @Test(arguments: ["", "a b", "a\nb", "é"])
    func `is refused when it cannot be sent`(text: String) {
        let error = #expect(throws: ArgusError.self) {
            _ = try ArgusClient(.sample(token: Token(text)))
        }

        #expect(error?.configurationProblem?.kind == .token)
    }
}

@Suite struct `An idempotency key` {
    @Test func `is random when none is given`() {
        let key = IdempotencyKey.random()

        #expect(key.description.count == 32)
        #expect(key.description.allSatisfy { $0.isHexDigit })
        #expect(key != .random())
    }

    @Test(arguments: ["", "a b", "a\n", String(repeating: "a", count: 256)])
    func `is not made of what cannot be sent`(text: String) {
        #expect(IdempotencyKey(text) == nil)
    }
}
