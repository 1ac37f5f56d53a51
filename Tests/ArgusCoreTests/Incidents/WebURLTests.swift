import ArgusCore
import Testing

@Suite struct `A URL` {
    @Test(arguments: [
        "http://example.org", "https://example.org/", "ftp://example.org/a", "ftps://example.org",
        "HTTPS://EXAMPLE.ORG/", "http://localhost", "http://localhost:8000/x", "http://10.0.0.1/",
        "http://example.org:80", "http://example.org?q=1", "http://example.org#top",
        "http://user:password@example.org/", "http://user@example.org/", "http://[::1]/",
        "http://[2001:db8::1]:8080/x", "http://[1:2:3:4:5:6:7:8]/", "http://blåbær.no/",
        "http://xn--bcher-kva.example", "http://a-b.example.org", "http://example.org./",
        "http://example.org/a%20b?x=[1]",
    ])
    func `is valid`(text: String) {
        #expect(WebURL.isValid(text))
    }

    @Test(arguments: [
        "", "nope", "http://", "http://x", "http://intranet/x", "//example.org/", "example.org",
        "javascript:alert(1)", "mailto:a@example.org", "gopher://example.org", "http:/example.org",
        "http://example.org /", "http://exa mple.org", "http://example.org/a b", "http://-a.org",
        "http://a-.org", "http://.example.org", "http://a..org", "http://example.1",
        "http://256.0.0.1", "http://1.2.3", "http://01.2.3.4", "http://1.2.3.4.5",
        "http://example.org:", "http://example.org:x", "http://example.org:123456", "http://[::1",
        "http://[1:2:3]/", "http://[1::2::3]/", "http://[:::]/", "http://[12345::]/",
        "http://[1:2:3:4:5:6:7:8:9]/", "http://a@b@example.org", "http://:x@example.org",
        "http://example.org\n", "http://example.org/\u{0}",
    ])
    func `is not valid`(text: String) {
        #expect(!WebURL.isValid(text))
    }

    @Test func `has at most 2048 characters`() {
        let start = "http://example.org/"
        let path = String(repeating: "a", count: 2048 - start.count)

        #expect(WebURL.isValid(start + path))
        #expect(!WebURL.isValid(start + path + "a"))
    }

    @Test func `has labels of at most 63 characters`() {
        let label = String(repeating: "a", count: 63)

        #expect(WebURL.isValid("http://\(label).org"))
        #expect(!WebURL.isValid("http://\(label)a.org"))
    }
}
