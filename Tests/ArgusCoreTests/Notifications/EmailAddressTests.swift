import ArgusCore
import Testing

@Suite struct `An e-mail address` {
    @Test(arguments: [
        "a@b.no", "first.last+tag@sub.example.org", "a@localhost", "a@[127.0.0.1]", "a@[::1]",
        "\"odd\\ one\"@example.org", "!#$%&'*+/=?^_`{}|~-@example.org",
        "post@blåbær.no", "a@xn--blbr-roah.no", "a@b.xn--p1ai",
    ])
    func `is accepted`(text: String) {
        #expect(EmailAddress.isValid(text))
    }

    @Test(arguments: [
        "", "nope", "@b.no", "a@", "a@b", "a b@c.no", "a..b@c.no", ".a@c.no", "a.@c.no", "a@-b.no",
        "a@b-.no", "a@b..no", "a@b.n", "a@[300.1.1.1]", "å@b.no", "a@b.no\n", "a@b c.no",
        "\"a b\"@c.no", "a,b@c.no", "a@b@c.no",
        String(repeating: "a", count: 320) + "@b.no",
    ])
    func `is refused`(text: String) {
        #expect(!EmailAddress.isValid(text))
    }
}
