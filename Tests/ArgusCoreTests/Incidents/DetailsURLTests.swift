import ArgusCore
import Testing

@Suite struct `A details URL` {
    @Test(arguments: [
        ("alerts/1/", "https://h.example.org/base/alerts/1/"),
        ("/alerts/1/", "https://h.example.org/alerts/1/"),
        ("//other.example/x", "https://other.example/x"),
        ("http://intranet/x", "http://intranet/x"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://a.example.org/x", "https://a.example.org/x"),
        ("", ""), ("   ", ""), ("  alerts/1/ ", "https://h.example.org/base/alerts/1/"),
        ("?q=1", "https://h.example.org/base/?q=1"), ("#top", "https://h.example.org/base/#top"),
        ("a?b=../c", "https://h.example.org/base/a?b=../c"),
        ("./a", "https://h.example.org/base/a"), ("../a", "https://h.example.org/a"),
        ("../../../a", "https://h.example.org/a"), ("a/..", "https://h.example.org/base/"),
        (".", "https://h.example.org/base/"), ("a b", "a b"), ("a:b", "a:b"),
        ("1:b", "https://h.example.org/base/1:b"),
    ])
    func `is joined with the source's base URL`(written: String, resolved: String) {
        let base = "https://h.example.org/base/"

        #expect(DetailsURL(base: base).resolve(written) == resolved)
    }

    @Test(arguments: [
        ("https://h.example.org/base", "alerts/1/", "https://h.example.org/alerts/1/"),
        ("https://h.example.org", "alerts/1/", "https://h.example.org/alerts/1/"),
        ("https://h.example.org/a/b?c#d", "x", "https://h.example.org/a/x"),
    ])
    func `replaces what follows the last slash of the base`(
        base: String, written: String, resolved: String
    ) {
        #expect(DetailsURL(base: base).resolve(written) == resolved)
    }

    @Test(arguments: ["", "h.example.org/base/", "https://intranet/base/", "mailto:x"])
    func `stays as it was written where the base is of no help`(base: String) {
        #expect(DetailsURL(base: base).resolve("/alerts/1/") == "/alerts/1/")
    }
}
