import ArgusClient
import FoundationEssentials

/// A mail: its header, and the plain text of its body (RFC 5322, RFC 2045).
///
/// What is no mail by these rules is read as far as it goes.
struct MailMessage: Sendable {
    /// The fields in their order, each with its name in lower case, unfolded and not decoded.
    private let fields: [(name: String, value: String)]
    private let content: ArraySlice<UInt8>

    /// Reads a mail, with the line before it that programs for local delivery add.
    init(_ bytes: some Sequence<UInt8>) {
        self.init(Array(bytes)[...], isPart: false)
    }

    private init(_ bytes: ArraySlice<UInt8>, isPart: Bool) {
        var (fields, rest): ([(name: String, value: String)], ArraySlice<UInt8>) = ([], bytes)
        if !isPart, rest.starts(with: "From ".utf8) { _ = Self.line(&rest) }
        while !rest.isEmpty {
            let line = Self.line(&rest)
            if line.isEmpty { break }
            let text = String(decoding: line, as: UTF8.self)
            if line.first == 0x20 || line.first == 0x09 {
                if !fields.isEmpty { fields[fields.count - 1].value += " \(text.trimmingBlanks())" }
            } else if let colon = text.firstIndex(of: ":"), fields.count < Self.fieldLimit {
                let value = text[text.index(after: colon)...].trimmingBlanks()
                fields.append((text[..<colon].lowercased(), String(value)))
            }
        }
        (self.fields, content) = (fields, rest)
    }

    private static let fieldLimit = 1000

    /// Takes a line, without its end.
    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
        var line = rest[..<end]
        rest = end == rest.endIndex ? [] : rest[(end + 1)...]
        if line.last == 0x0d { line.removeLast() }
        return line
    }

    private func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// A field with its encoded words decoded (RFC 2047), of no more than so many characters; nil if
    /// it says nothing.
    subscript(name: String) -> String? {
        guard let value = field(name) else { return nil }
        let text = MailText.decoded(String(value.unicodeScalars.prefix(4000))).trimmingBlanks()
        return text.isEmpty ? nil : String(text)
    }

    /// When it was written.
    var date: Timestamp? { field("date").flatMap(MailText.moment) }

    /// Whether it says that a mail could not be delivered: to answer that could go on for ever.
    var isBounce: Bool {
        field("return-path") == "<>" || parameters.type == "multipart/report"
    }

    /// The first plain text in it, decoded.
    var text: String { text(depth: 0) ?? "" }

    private func text(depth: Int) -> String? {
        let (type, values) = parameters
        if type.hasPrefix("multipart/"), depth < 8, let boundary = values["boundary"] {
            return parts(boundary).lazy.compactMap { $0.text(depth: depth + 1) }.first
        }
        guard type == "text/plain" else { return nil }
        let bytes =
            switch field("content-transfer-encoding")?.lowercased() {
            case "base64": MailText.base64(content)
            case "quoted-printable": MailText.quotedPrintable(content)
            default: Array(content)
            }
        return MailText.string(bytes.filter { $0 != 0x0d }, values["charset"] ?? "utf-8")
    }

    /// The media type, and its parameters.
    private var parameters: (type: String, values: [String: String]) {
        let parts = (field("content-type") ?? "text/plain").split(separator: ";")
        var values: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let value = pair[1].trimmingBlanks().filter { $0 != "\"" }
            values[pair[0].trimmingBlanks().lowercased()] = value
        }
        return ((parts.first ?? "").trimmingBlanks().lowercased(), values)
    }

    /// What stands between the lines with a boundary (RFC 2046, section 5.1.1).
    private func parts(_ boundary: String) -> [MailMessage] {
        let mark = Array("--\(boundary)".utf8)
        var (parts, rest): ([MailMessage], ArraySlice<UInt8>) = ([], content)
        var start: Int?
        while !rest.isEmpty, parts.count < 100 {
            let begin = rest.startIndex
            let line = Self.line(&rest)
            guard line.starts(with: mark) else { continue }
            if let start { parts.append(MailMessage(content[start..<begin], isPart: true)) }
            start = rest.isEmpty ? nil : rest.startIndex
        }
        if let start { parts.append(MailMessage(content[start...], isPart: true)) }
        return parts
    }
}
