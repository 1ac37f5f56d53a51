import ArgusCore
import Testing

@Suite struct `A base URL` {
    @Test(arguments: [
        "https://nav.example.org", "http://nav.example.org/", "HTTPS://nav/", "http://[::1]:8080/a",
        "http://10.0.0.1/nav?x=1",
    ])
    func `is a whole address`(text: String) {
        #expect(BaseURL.isValid(text))
    }

    @Test(arguments: [
        "", "nav.example.org", "//nav.example.org", "/nav", "https://", "https:///x", "http://:80",
        "ftp://nav.example.org", "javascript://x", "https://nav.example.org/a b",
        "https://nav\n.example.org",
    ])
    func `is nothing else`(text: String) {
        #expect(!BaseURL.isValid(text))
    }
}
