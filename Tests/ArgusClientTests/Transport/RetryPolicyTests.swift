import Testing

@testable import ArgusClient

@Suite struct `The delay before another attempt` {
    let policy = RetryPolicy(attempts: 8, base: .seconds(1), cap: .seconds(5))

    @Test func `has a bound that doubles up to the cap`() {
        let bounds = (1...5).map { policy.delay(after: $0, asked: nil, random: 1) }

        #expect(bounds == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5)])
    }

    @Test func `is drawn from zero on`() {
        #expect(policy.delay(after: 3, asked: nil, random: 0) == .zero)
        #expect(policy.delay(after: 3, asked: nil, random: 0.25) == .seconds(1))
    }

    @Test func `is never below what the server asks for`() {
        #expect(policy.delay(after: 1, asked: .seconds(3), random: 0) == .seconds(3))
        #expect(policy.delay(after: 1, asked: .seconds(3), random: 0.5) == .seconds(3.5))
    }

    @Test func `does not exist after the last attempt`() {
        #expect(policy.delay(after: 8, asked: nil, random: 0) == nil)
        #expect(RetryPolicy.none.delay(after: 1, asked: .zero, random: 0) == nil)
        #expect(RetryPolicy(attempts: 0, base: .zero, cap: .zero).attempts == 1)
    }

    @Test func `does not exist when the server asks for too much`() {
        #expect(policy.delay(after: 1, asked: .seconds(6), random: 0) == nil)
    }

    @Test(arguments: [
        ("0", Duration.zero), ("120", .seconds(120)),
        ("Sun, 22 Nov 2026 09:10:53 GMT", .seconds(10)),
        ("Sun, 22 Nov 2026 09:10:33 GMT", .zero),
        ("99999999999999999999", .seconds(3600)),
    ])
    func `is read from the header`(text: String, delay: Duration) {
        #expect(Duration(retryAfter: text, clock: { .sample }) == delay)
    }

    @Test(arguments: [
        "", "-1", "1.5", "soon", "Sun, 31 Feb 2026 09:10:53 GMT", "22 Nov 2026 09:10:53 GMT",
        "Sun, 22 Nov 2026 09:10:53 CET", "Sun, 22 Foo 2026 09:10:53 GMT",
    ])
    func `is not read from anything else`(text: String) {
        #expect(Duration(retryAfter: text, clock: { .sample }) == nil)
    }
}
