import ArgusClient
import FoundationEssentials

/// Texts and times as mails write them.
enum MailText {
    /// A text in which encoded words, such as `=?UTF-8?Q?caf=C3=A9?=`, stand as what they mean
    /// (RFC 2047); blanks between two of them are nothing.
    static func decoded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        var isAfterWord = false
        while let start = rest.firstRange(of: "=?") {
            let before = rest[..<start.lowerBound]
            let (word, end) = word(rest[start.upperBound...])
            guard let word, let end else {
                result += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                isAfterWord = false
                continue
            }
            if !isAfterWord || !before.trimmingBlanks().isEmpty { result += before }
            result += word
            (rest, isAfterWord) = (rest[end...], true)
        }
        return result + rest
    }

    /// The word that begins after `=?`, and where what follows it begins.
    private static func word(_ text: Substring) -> (String?, Substring.Index?) {
        let parts = text.split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].hasPrefix("="), parts[0].utf8.count < 40 else {
            return (nil, nil)
        }
        let bytes: [UInt8]
        switch parts[1].lowercased() {
        case "b": bytes = base64(parts[2].utf8)
        case "q": bytes = quotedPrintable(parts[2].utf8.map { $0 == 0x5f ? 0x20 : $0 })
        default: return (nil, nil)
        }
        let end = parts[3].index(after: parts[3].startIndex)
        return (string(bytes, String(parts[0])), end)
    }

    /// What the characters of base64 stand for; others are nothing.
    static func base64(_ encoded: some Sequence<UInt8>) -> [UInt8] {
        let data = Data(base64Encoded: Data(encoded), options: .ignoreUnknownCharacters)
        return [UInt8](data ?? Data())
    }

    /// What quoted-printable stands for (RFC 2045, section 6.7); what is none stays.
    static func quotedPrintable(_ encoded: some Sequence<UInt8>) -> [UInt8] {
        var (plain, rest): ([UInt8], ArraySlice<UInt8>) = ([], Array(encoded)[...])
        while let byte = rest.popFirst() {
            guard byte == 0x3d else {
                plain.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { UInt8(hexadecimal: $0) }
            if digits.count == 2 {
                plain.append(digits[0] << 4 | digits[1])
                rest = rest.dropFirst(2)
            } else if rest.first == 0x0a {
                rest = rest.dropFirst()
            } else if rest.prefix(2).elementsEqual([0x0d, 0x0a]) {
                rest = rest.dropFirst(2)
            } else {
                plain.append(byte)
            }
        }
        return plain
    }

    /// A text in a character set; any but the Western ones is taken for UTF-8.
    static func string(_ bytes: [UInt8], _ charset: String) -> String {
        let western = ["iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252"]
        guard western.contains(charset.lowercased()) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// The moment of a date such as `Fri, 20 Nov 2026 04:15:02 +0100` (RFC 5322, section 3.3); names
    /// of zones are UTC.
    static func moment(_ text: String) -> Timestamp? {
        let words = text.prefix(100).split { $0 == " " || $0 == "," }.map(String.init)
        guard
            let place = words.firstIndex(where: {
                months.contains($0.lowercased().prefix(3).lowercased())
            }),
            place > 0, place + 2 < words.count,
            let month = months.firstIndex(of: words[place].prefix(3).lowercased()),
            let day = Int(words[place - 1]), let year = Int(words[place + 1])
        else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let zone = words.dropFirst(place + 3).first ?? ""
        let offset = zone.hasPrefix("+") || zone.hasPrefix("-") ? zone : "+0000"
        let date = "\(year)-\(two(month + 1))-\(two(day))"
        return Timestamp(said: "\(date)T\(words[place + 2])\(offset)", in: .utc)
    }
}
