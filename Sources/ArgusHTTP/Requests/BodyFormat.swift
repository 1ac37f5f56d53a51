import ArgusCore
import ArgusVocabulary
import ArgusWire

/// The formats in which a body is read.
enum BodyFormat: Equatable {
    case json
    case form
    /// With the `Content-Type` that names the boundary.
    case multipart(String)
    case unknown(String)

    /// Understands a `Content-Type`; a body without one is taken for JSON.
    init(_ contentType: String?) {
        let written = contentType ?? "application/json"
        let type =
            written.split(separator: ";").first.map { $0.trimmingBlanks().lowercased() } ?? ""
        switch type {
        case "application/json": self = .json
        case "application/x-www-form-urlencoded": self = .form
        case "multipart/form-data": self = .multipart(written)
        default: self = .unknown(written)
        }
    }

    /// Reads a body, or refuses what is not in its format.
    func read(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        if bytes.isEmpty { return [:] }
        switch self {
        case .json: return try Self.json(bytes)
        case .form: return try Self.form(bytes)
        case .multipart(let type):
            var form = try MultipartForm(bytes, contentType: type)
            return try form.read()
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

    /// Whether what is read are texts only, as a form has them.
    var isForm: Bool {
        switch self {
        case .form, .multipart: true
        case .json, .unknown: false
        }
    }

    private static func form(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        let items = Query(String(decoding: bytes, as: UTF8.self)).items
        guard items.count <= MultipartForm.mostFields else { throw MultipartForm.tooManyFields }
        return .object(FormFields.object(items.map { ($0.name[...], .string($0.value)) }))
    }
}
