import ArgusCore
import Testing

@Suite struct `A new source system` {
    @Test(arguments: [nil, .seconds(60), .seconds(86_400)] as [Duration?])
    func `is heard of between once a minute and once a day`(frequency: Duration?) throws {
        let new = try NewSourceSystem(name: "nav", type: "nav", heartbeatFrequency: frequency)

        #expect(new.heartbeatFrequency == frequency)
    }

    @Test(arguments: [
        (Duration.seconds(59), Problem.lessThan(.seconds(60))),
        (.zero, .lessThan(.seconds(60))),
        (.seconds(86_401), .moreThan(.seconds(86_400))),
    ])
    func `is not heard of more or less often`(frequency: Duration, problem: Problem) {
        #expect(throws: Refusal.invalid("heartbeat_frequency", problem)) {
            try NewSourceSystem(name: "nav", type: "nav", heartbeatFrequency: frequency)
        }
    }

    @Test func `needs a name`() {
        #expect(throws: Refusal.invalid("name", .missing)) {
            try NewSourceSystem(name: "", type: "nav")
        }
    }

    @Test func `needs an account's name beside its own if that can be none`() throws {
        #expect(throws: Refusal.invalid("username", .ofAccount(.malformed(.username)))) {
            try NewSourceSystem(name: "My NAV", type: "nav")
        }
        let new = try NewSourceSystem(name: "My NAV", type: "nav", username: "my-nav")
        #expect(new.username == "my-nav")
    }
}

@Suite struct `A source system type` {
    @Test(arguments: ["nav", "my type", "nav2", "æøå", "n-a_v"])
    func `has a name in lower case`(name: String) {
        #expect(SourceSystemType.problem(of: name) == nil)
    }

    @Test(arguments: ["NAV", "Nav", "123", "---"])
    func `has no name without lower case`(name: String) {
        #expect(SourceSystemType.problem(of: name) == .malformed(.lowerCase(name)))
    }

    @Test func `has a name`() {
        #expect(SourceSystemType.problem(of: "") == .blank)
    }
}
