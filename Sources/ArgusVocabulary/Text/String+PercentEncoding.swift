/// Text as URLs hold it.
extension String {
    /// The text for a query string or a path, everything but unreserved characters as `%XX`
    /// (RFC 3986, section 2).
    package var percentEncoded: String {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}

/// Undoes the percent-encoding of a URL (RFC 3986, section 2.1).
package func percentDecoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String {
    let utf8 = Array(text.utf8)
    guard utf8.contains(where: { $0 == 0x25 || $0 == 0x2b }) else { return String(text) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var index = 0
    while index < utf8.count {
        let byte = utf8[index]
        if byte == 0x25, index + 2 < utf8.count, let high = UInt8(hexadecimal: utf8[index + 1]),
            let low = UInt8(hexadecimal: utf8[index + 2])
        {
            bytes.append(high << 4 | low)
            index += 3
        } else {
            bytes.append(byte == 0x2b && plusIsBlank ? 0x20 : byte)
            index += 1
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
