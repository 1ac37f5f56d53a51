import ArgusVocabulary

/// A message as it is handed to a mail server (RFC 5322, RFC 2045).
///
/// No value of a header can end it: what would is a blank, and what is not ASCII is encoded (RFC 2047).
package struct OutgoingMail: Sendable {
    /// Names and values, in their order.
    package var headers: [(name: String, value: String)]
    package var body: Body

    /// What the message says.
    package enum Body: Sendable {
        case text(String)
        /// The same twice, for programs that show plain text and for those that show HTML.
        case both(text: String, html: String)
    }

    /// Puts a message together.
    package init(headers: [(name: String, value: String)], body: Body) {
        (self.headers, self.body) = (headers, body)
    }

    /// The bytes of the message; `boundary` stands in nothing that it says.
    package func bytes(boundary: String = "=_argus") -> [UInt8] {
        var text = ""
        for (name, value) in headers { text += "\(name): \(Self.encoded(value, after: name))\r\n" }
        text += "MIME-Version: 1.0\r\n"
        switch body {
        case .text(let plain): text += Self.part("text/plain", plain)
        case .both(let plain, let html):
            text += "Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n"
            for (type, content) in [("text/plain", plain), ("text/html", html)] {
                text += "--\(boundary)\r\n" + Self.part(type, content)
            }
            text += "--\(boundary)--\r\n"
        }
        return Array(text.utf8)
    }

    private static func part(_ type: String, _ content: String) -> String {
        """
        Content-Type: \(type); charset="utf-8"\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        \(quotedPrintable(content))\r

        """
    }

    /// A value of a header, in lines that are not too long.
    static func encoded(_ value: String, after name: String) -> String {
        let value = value.withoutControls
        let isPlain =
            value.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
            && !value.contains("=?")
        if isPlain, name.utf8.count + value.utf8.count <= 74 { return value }
        // An address is never that long, and must not be encoded.
        if isPlain, value.utf8.contains(0x40), !value.utf8.contains(0x20) { return value }
        var words: [String] = []
        var word: [UInt8] = []
        for character in value.unicodeScalars {
            let bytes = Array(String(character).utf8)
            if word.count + bytes.count > 42 {
                words.append(base64(word))
                word = []
            }
            word += bytes
        }
        words.append(base64(word))
        return words.map { "=?utf-8?b?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// Text as it may travel through any mail server (RFC 2045, section 6.7), lines ended by CR LF.
    static func quotedPrintable(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line in
            var (encoded, column) = ("", 0)
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() {
                let isLast = index == bytes.count - 1
                let isBlank = byte == 0x20 || byte == 0x09
                let isPlain =
                    ((0x21...0x7e).contains(byte) && byte != 0x3d) || (isBlank && !isLast)
                let token = isPlain ? String(UnicodeScalar(byte)) : "=\(hexadecimal(byte))"
                if column + token.utf8.count > 75 {
                    encoded += "=\r\n"
                    column = 0
                }
                // A dot alone in a line would end the message.
                encoded += column == 0 && token == "." ? "=2E" : token
                column += column == 0 && token == "." ? 3 : token.utf8.count
            }
            return encoded
        }.joined(separator: "\r\n")
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0\(digits)" : digits
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(
                    place <= group.count ? alphabet[number >> (18 - 6 * place) & 63] : 0x3d)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Timestamp {
    /// The moment as a header of mail has it (RFC 5322, section 3.3), in UTC.
    var mailDate: String {
        let time = Zone.utc.civilTime(at: self)
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
        return "\(days[time.weekday - 1]), \(time.day) \(months[time.month - 1]) \(time.year) "
            + "\(clock) +0000"
    }
}
