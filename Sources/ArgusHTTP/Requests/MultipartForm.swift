import ArgusCore
import ArgusVocabulary
import ArgusWire

/// Reads a `multipart/form-data` body (RFC 7578): each part is a member, named by its header.
///
/// What is sent as a file is no text, so it counts as an empty object, which no member takes.
struct MultipartForm {
    /// The most members that a form may have: enough for ten in each of twice the rows that a list takes.
    static let mostFields = 5000
    /// The most bytes that the headers of a part may have.
    private static let mostHeaderBytes = 4096

    private let bytes: [UInt8]
    private let delimiter: [UInt8]
    private var position = 0

    /// Takes a body, and the `Content-Type` that names its boundary.
    init(_ bytes: [UInt8], contentType: String) throws(Refusal) {
        guard let boundary = Self.parameter("boundary", of: contentType),
            (1...70).contains(boundary.utf8.count)
        else { throw Self.malformed("Invalid boundary in multipart: None") }
        self.bytes = bytes
        delimiter = Array("--\(boundary)".utf8)
    }

    /// Reads all parts.
    mutating func read() throws(Refusal) -> JSONValue {
        var fields: [FormFields.Field] = []
        guard let first = place(of: delimiter, from: 0) else {
            throw Self.malformed("the boundary does not occur")
        }
        position = first + delimiter.count
        while !isAtEnd {
            guard skipLineBreak() else { throw Self.malformed("a boundary does not end its line") }
            guard fields.count < Self.mostFields else { throw Self.tooManyFields }
            let (name, isFile) = try header()
            let content = try content()
            let text = JSONValue.string(String(decoding: content, as: UTF8.self))
            fields.append((name[...], isFile ? [:] : text))
        }
        return .object(FormFields.object(fields))
    }

    /// After the last boundary there are two hyphens.
    private var isAtEnd: Bool {
        bytes[position...].starts(with: [0x2d, 0x2d])
    }

    private mutating func skipLineBreak() -> Bool {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
            position += 1
        }
        guard bytes[position...].starts(with: [0x0d, 0x0a]) else { return false }
        position += 2
        return true
    }

    /// The name in `Content-Disposition: form-data; name="…"`, and whether there is a file's name.
    private mutating func header() throws(Refusal) -> (name: String, isFile: Bool) {
        // A part without headers begins with the empty line that would end them.
        let start = position
        guard let end = place(of: [0x0d, 0x0a, 0x0d, 0x0a], from: start),
            end - start <= Self.mostHeaderBytes
        else { throw Self.malformed("the headers of a part have no end") }
        position = end + 4
        for line in String(decoding: bytes[start..<end], as: UTF8.self).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingBlanks().lowercased() == "content-disposition",
                let name = Self.parameter("name", of: String(parts[1]))
            else { continue }
            return (name, Self.parameter("filename", of: String(parts[1])) != nil)
        }
        throw Self.malformed("a part has no name")
    }

    private mutating func content() throws(Refusal) -> ArraySlice<UInt8> {
        let start = position
        guard let end = place(of: [0x0d, 0x0a] + delimiter, from: start) else {
            throw Self.malformed("the last part has no end")
        }
        position = end + 2 + delimiter.count
        return bytes[start..<end]
    }

    private func place(of pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        let last = bytes.count - pattern.count
        var index = start
        while index <= last {
            if bytes[index] == first, bytes[index...].starts(with: pattern) { return index }
            index += 1
        }
        return nil
    }

    /// A parameter of a header's value, with or without quotes.
    private static func parameter(_ name: String, of value: String) -> String? {
        for part in value.split(separator: ";").dropFirst() {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2, words[0].trimmingBlanks().lowercased() == name else { continue }
            let text = words[1].trimmingBlanks()
            guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 else {
                return String(text)
            }
            return String(text.dropFirst().dropLast())
        }
        return nil
    }

    /// That a form has more members than anything here takes.
    static let tooManyFields = Refusal.invalid(
        .fields([
            Problems.Field("detail", .message("A form has at most \(mostFields) fields."))
        ]))

    private static func malformed(_ reason: String) -> Refusal {
        .invalid(
            .fields([
                Problems.Field("detail", .message("Multipart form parse error - \(reason)"))
            ]))
    }
}
