import ArgusAPI
import ArgusHTTP
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// What is documented of the API, to hold against what the server really does.
struct Contract: Sendable {
    let version: APIVersion
    /// The document as it is served.
    let document: JSONValue
    private let operations: [Documented]

    /// One operation, with its part of the document.
    struct Documented: Sendable {
        let operation: DescribedOperation
        let json: JSONValue
        fileprivate let segments: [Substring]
    }

    /// One for each version.
    static let all = APIVersion.allCases.map(Contract.init)

    static func of(_ version: APIVersion) -> Contract {
        all.first { $0.version == version } ?? Contract(version)
    }

    init(_ version: APIVersion) {
        self.version = version
        let source = APIDocument.of(version)
        let document = (try? JSONValue(parsing: source.json(version: "1.2.3").text)) ?? .null
        self.document = document
        operations = source.operations.map { operation in
            let path = document["paths"]?[operation.template]
            return Documented(
                operation: operation, json: path?[operation.method.rawValue.lowercased()] ?? .null,
                segments: operation.template.split(
                    separator: "/", omittingEmptySubsequences: false))
        }
    }

    /// The contract and the operation that a request is about; nil if it is about none.
    static func found(
        _ method: HTTPRequest.Method, _ path: String
    ) -> (Contract, Documented)? {
        let contract = all.first { path.hasPrefix($0.version.path) } ?? of(.v2)
        return contract.operation(method, path).map { (contract, $0) }
    }

    /// The operation at a path: where several fit, the one with the most words of its own.
    private func operation(_ method: HTTPRequest.Method, _ path: String) -> Documented? {
        let path = path.prefix { $0 != "?" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            .map { percentDecoded($0) }
        let fitting = operations.filter { documented in
            documented.segments.count == parts.count
                && zip(documented.segments, parts).allSatisfy { segment, part in
                    segment.hasPrefix("{") ? !part.isEmpty : segment == part
                }
        }
        let words = { (one: Documented) in one.segments.count { !$0.hasPrefix("{") } }
        let most = fitting.map(words).max()
        return fitting.first { words($0) == most && $0.operation.method == method }
    }

    /// Expects an answer to look as it is documented.
    ///
    /// Left out are HEAD and OPTIONS, paths that lead nowhere, methods that are not there, and what
    /// is the server's own fault.
    static func check(_ method: HTTPRequest.Method, _ path: String, _ answer: Answer) {
        guard let (contract, documented) = found(method, path), answer.status != 500 else { return }
        for problem in contract.problems(answer, documented.json) {
            Issue.record("\(method) \(path) answers \(answer.status), and \(problem)")
        }
    }

    private func problems(_ answer: Answer, _ operation: JSONValue) -> [String] {
        guard var response = operation["responses"]?["\(answer.status)"] else {
            return ["this status is not documented"]
        }
        if let reference = response["$ref"]?.string, let name = reference.split(separator: "/").last
        {
            response = document["components"]?["responses"]?[String(name)] ?? .null
        }
        let type = answer.headers[.contentType]
        guard let content = response["content"] else {
            // A refusal of the request as such has its words even there.
            let isRefusal = answer.status >= 400 && (try? answer.json["detail"]) != nil
            let isEmpty = answer.text.isEmpty && type == nil
            return isEmpty || isRefusal ? [] : ["it is documented without a body"]
        }
        guard let type, let schema = content[type]?["schema"] else {
            return ["the type \(type ?? "none") is not documented"]
        }
        guard type == "application/json" else { return [] }
        guard let json = try? answer.json else { return ["the body is no JSON"] }
        return SchemaValidator(document: document).problems(json, schema)
    }
}
