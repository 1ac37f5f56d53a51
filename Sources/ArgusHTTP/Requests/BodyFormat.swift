import ArgusCore
import ArgusWire

/// The formats in which a body is read.
enum BodyFormat: Equatable {
    case json
    case form
    case unknown(String)

    /// Understands a `Content-Type`; a body without one is taken for JSON.
    init(_ contentType: String?) {
        let written = contentType ?? "application/json"
        let type =
            written.split(separator: ";").first.map { $0.trimmingBlanks().lowercased() } ?? ""
        switch type {
        case "application/json": self = .json
        case "application/x-www-form-urlencoded": self = .form
        default: self = .unknown(written)
        }
    }

    /// Reads a body, or refuses what is not in its format.
    func read(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        if bytes.isEmpty { return [:] }
        switch self {
        case .json: return try Self.json(bytes)
        case .form: return Self.form(bytes)
        case .unknown(let type):
            throw .unsupportedMediaType("Unsupported media type \"\(type)\" in request.")
        }
    }

    private static func json(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            let isBlank = bytes.allSatisfy { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
            let reason = error.reason.hasPrefix("Out of range") ? error.reason : "\(error)"
            throw .invalid(
                .fields([
                    Problems.Field(
                        "detail",
                        .message(
                            "JSON parse error - \(isBlank ? "Expecting value: line 1 column 1 (char 0)" : reason)"
                        ))
                ]))
        }
    }

    private static func form(_ bytes: [UInt8]) -> JSONValue {
        var object = JSONObject()
        for item in Query(String(decoding: bytes, as: UTF8.self)).items {
            object.set(item.name, to: .string(item.value))
        }
        return .object(object)
    }
}
