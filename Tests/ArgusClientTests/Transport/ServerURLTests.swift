import Testing

@testable import ArgusClient

@Suite struct `The URL of a server` {
    @Test(arguments: [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("HTTPS://argus.example.org", "https://argus.example.org"),
        ("https://noc.example.org/argus//", "https://noc.example.org/argus"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ])
    func `is its root, without a slash at the end`(text: String, root: String) throws {
        #expect(try ServerURL(text).root == root)
    }

    @Test(arguments: [
        "", "argus.example.org", "argus.example.org:8000", "ftp://argus.example.org", "http://",
        "http:///x", "http://argus.example.org:99999", "http://argus.example.org/?a=1",
        "http://argus.example.org/#a", "http://user:s3cr3t@argus.example.org",
        "https://argus.example.org/api/v2/", "https://argus.example.org/api", "http://a b/",
    ])
    func `is refused when it cannot be one`(text: String) {
        let error = #expect(throws: ArgusError.self) {
            _ = try ArgusClient(.sample(url: text))
        }

        #expect(error?.description.contains("s3cr3t") == false)
    }

    @Test func `knows its host for the list of exempt ones`() throws {
        #expect(try ServerURL("http://[::1]:8000").host == "::1")
        #expect(try ServerURL("https://Argus.example.org").host == "argus.example.org")
    }

    @Test(arguments: [
        ConfigurationProblem.url("x", problem: "is none"), .token, .proxy(variable: "http_proxy"),
        .certificateAuthorities(file: "x", problem: "y"),
    ])
    func `or another setting that cannot work is explained in a sentence`(
        problem: ConfigurationProblem
    ) {
        let error = ArgusError(problem)

        #expect("\(error)".hasPrefix("The "))
        #expect("\(error)".hasSuffix("."))
    }
}
