import ArgusCore
import Testing

@Suite struct `A new source system` {
    @Test(arguments: [nil, .seconds(60), .seconds(86_400)] as [Duration?])
    func `is heard of between once a minute and once a day`(frequency: Duration?) throws {
        let new = try NewSourceSystem(name: "nav", type: "nav", heartbeatFrequency: frequency)

        #expect(new.heartbeatFrequency == frequency)
    }

    @Test(arguments: [
        (Duration.seconds(59), "Ensure this value is greater than or equal to 0:01:00."),
        (.zero, "Ensure this value is greater than or equal to 0:01:00."),
        (.seconds(86_401), "Ensure this value is less than or equal to 1 day, 0:00:00."),
    ])
    func `is not heard of more or less often`(frequency: Duration, message: String) {
        #expect(throws: Refusal.invalid("heartbeat_frequency", message)) {
            try NewSourceSystem(name: "nav", type: "nav", heartbeatFrequency: frequency)
        }
    }

    @Test func `needs a name`() {
        #expect(throws: Refusal.invalid("name", "This field is required.")) {
            try NewSourceSystem(name: "", type: "nav")
        }
    }

    @Test func `needs an account's name beside its own if that can be none`() throws {
        let message =
            "username: Enter a valid username. This value may contain only letters, numbers, "
            + "and @/./+/-/_ characters."

        #expect(throws: Refusal.invalid("username", message)) {
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
        #expect(SourceSystemType.problem(of: name) == "'\(name)' is not a lowercase string")
    }

    @Test func `has a name`() {
        #expect(SourceSystemType.problem(of: "") == "This field may not be blank.")
    }
}
