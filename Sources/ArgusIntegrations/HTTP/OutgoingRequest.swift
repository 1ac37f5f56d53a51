import ArgusVocabulary

/// What is handed to a service over HTTP.
struct OutgoingRequest: Sendable {
    /// How it is handed over.
    enum Method: String, Sendable {
        case post = "POST"
        case put = "PUT"
    }

    var method = Method.post
    /// With `http://` or `https://`.
    let url: String
    var headers: [(name: String, value: String)]
    var contentType = "application/json"
    let body: String

    /// Posts JSON.
    init(_ url: String, headers: [(name: String, value: String)] = [], _ json: JSONValue) {
        self.init(url, headers: headers, body: json.text)
    }

    /// Posts what is JSON already.
    init(_ url: String, headers: [(name: String, value: String)] = [], body: String) {
        (self.url, self.headers, self.body) = (url, headers, body)
    }
}
