import ArgusVocabulary

/// What was posted to a source: its bytes, and what they were said to be.
package struct WebhookMessage: Sendable {
    /// The body.
    package let bytes: [UInt8]
    /// The media type of it (`Content-Type`); empty if that was not said.
    package let form: String

    /// Puts together what was posted.
    package init(_ bytes: [UInt8], form: String = "") {
        (self.bytes, self.form) = (bytes, form)
    }

    /// What it says, and whether it had to be mended; refuses with the reason in words.
    ///
    /// Fields of a form (`application/x-www-form-urlencoded`) are an object of strings. Anything else
    /// is read as JSON, whatever it is said to be: many programs send JSON as plain text.
    package func value() throws(JSONSyntaxError) -> (value: JSONValue, isMended: Bool) {
        if form.lowercased().hasPrefix("application/x-www-form-urlencoded"), !looksLikeJSON {
            return (.object(fields), false)
        }
        let mark = Array("\u{feff}".utf8)
        let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        do {
            return (try JSONValue(parsing: bytes), false)
        } catch {
            guard let mended = JSONRepair.mended(bytes),
                let value = try? JSONValue(parsing: mended)
            else { throw error }
            return (value, true)
        }
    }

    private var looksLikeJSON: Bool {
        let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return first == 0x7b || first == 0x5b
    }

    /// The fields of a form, as the URL standard has them (5.1); of those with a name the last counts.
    private var fields: JSONObject {
        var object = JSONObject()
        for field in bytes.split(separator: 0x26) {
            let parts = field.split(separator: 0x3d, maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? Self.plain(parts[1]) : ""
            object.set(Self.plain(parts[0]), to: .string(value))
        }
        return object
    }

    private static func plain(_ encoded: ArraySlice<UInt8>) -> String {
        percentDecoded(String(decoding: encoded, as: UTF8.self), plusIsBlank: true)
    }
}

extension AlertDecoder<JSONValue> {
    /// Reads what was posted; what is no JSON is one thing refused.
    package func readings(of message: WebhookMessage, receipt: Timestamp) -> [Reading] {
        do {
            let (value, isMended) = try message.value()
            return (isMended ? [.repaired(JSONRepair.what)] : []) + decode(value, receipt: receipt)
        } catch {
            return [.refused("it is no JSON: \(error)")]
        }
    }
}
