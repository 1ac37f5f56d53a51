import ArgusVocabulary

/// What a service gets that sends messages to telephones: JSON, or the fields of a form, with
/// `{recipient}`, `{digits}` (the same without its plus) and `{text}` where these are to stand.
package struct SMSBody: Hashable, Sendable {
    private enum Form: Hashable {
        case json(JSONValue)
        case fields([Field])
    }

    private struct Field: Hashable {
        let name: String
        let value: String
    }

    private let form: Form
    /// What it was read from.
    package let text: String

    /// What many services take.
    package static let usual = SMSBody(
        form: .json(["to": "{recipient}", "text": "{text}"]),
        text: "{\"to\": \"{recipient}\", \"text\": \"{text}\"}")

    private init(form: Form, text: String) {
        (self.form, self.text) = (form, text)
    }

    /// Reads JSON, or `name=value&…`; nil if the text is neither, or has no place for the number or the
    /// text.
    package init?(_ text: String) {
        let hasNumber = ["{recipient}", "{digits}"].contains { text.firstRange(of: $0) != nil }
        guard hasNumber, text.firstRange(of: "{text}") != nil else { return nil }
        if let json = try? JSONValue(parsing: text), json.object != nil || json.array != nil {
            self.init(form: .json(json), text: text)
            return
        }
        let parts = text.split(separator: "&", omittingEmptySubsequences: false)
        let fields = parts.compactMap { part -> Field? in
            guard let sign = part.firstIndex(of: "="), sign > part.startIndex else { return nil }
            return Field(
                name: String(part[..<sign]), value: String(part[part.index(after: sign)...]))
        }
        guard fields.count == parts.count, text.first != "{", text.first != "[" else { return nil }
        self.init(form: .fields(fields), text: text)
    }

    /// The type of its bytes.
    var contentType: String {
        switch form {
        case .json: "application/json"
        case .fields: "application/x-www-form-urlencoded"
        }
    }

    /// What stands in each message.
    var constants: [String] {
        var texts: [String] = []
        switch form {
        case .json(let json):
            _ = json.mappingTexts { text in
                texts.append(text)
                return text
            }
        case .fields(let fields): texts = fields.map(\.value)
        }
        return texts.filter { !$0.contains("{") }
    }

    /// The body of a message.
    func filled(number: String, text: String) -> String {
        let digits = String(number.drop { $0 == "+" })
        func filled(_ value: String) -> String {
            // The text comes last: what stands in it is no place.
            value.replacing("{recipient}", with: number).replacing("{digits}", with: digits)
                .replacing("{text}", with: text)
        }
        switch form {
        case .json(let json): return json.mappingTexts(filled).text
        case .fields(let fields):
            return fields.map { "\($0.name.percentEncoded)=\(filled($0.value).percentEncoded)" }
                .joined(separator: "&")
        }
    }
}

extension JSONValue {
    /// The same with other texts as values.
    fileprivate func mappingTexts(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): return .string(change(text))
        case .array(let values): return .array(values.map { $0.mappingTexts(change) })
        case .object(let object):
            var changed = JSONObject()
            for member in object.members {
                changed.set(member.name, to: member.value.mappingTexts(change))
            }
            return .object(changed)
        default: return self
        }
    }
}
