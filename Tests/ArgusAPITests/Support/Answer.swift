import ArgusVocabulary
import ArgusWire
import HTTPTypes
import HummingbirdTesting
import NIOCore

/// What the server answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    init(status: Int, headers: HTTPFields, text: String) {
        (self.status, self.headers, self.text) = (status, headers, text)
    }

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        text = String(buffer: response.body)
    }

    /// The body, which must be JSON.
    var json: JSONValue {
        get throws { try JSONValue(parsing: text) }
    }

    /// The primary key of what was answered, 0 if there is none.
    var pk: Int64 {
        get throws { try json["pk"]?.integer ?? 0 }
    }

    /// The names of the members, in order.
    var keys: [String] {
        get throws { try json.object?.members.map(\.name) ?? [] }
    }

    /// The primary keys on a page, or in a plain array, in order.
    var pks: [Int64] {
        get throws {
            let rows = try json["results"]?.array ?? json.array ?? []
            return rows.compactMap { $0["pk"]?.integer }
        }
    }
}

extension JSONValue {
    /// The names of the members, in order.
    var keys: [String] { object?.members.map(\.name) ?? [] }
}
