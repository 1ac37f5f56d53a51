/// Mends what programs get wrong when they write JSON by hand: bytes that are no UTF-8, halves of
/// surrogate pairs, and control characters within strings.
///
/// What is lost becomes U+FFFD, so that it can be seen, and never makes part of a key.
package enum JSONRepair {
    /// What was wrong, in words that follow "Repaired:".
    package static let what = "bytes that are no UTF-8, half characters, or raw control characters"

    /// The text with what can be mended mended; nil if there is nothing of that kind.
    package static func mended(_ bytes: [UInt8]) -> [UInt8]? {
        var mended: [UInt8] = []
        mended.reserveCapacity(bytes.count + 16)
        // Reading the bytes as UTF-8 replaces what is none.
        let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
        var index = 0
        var isInString = false
        while index < text.count {
            let byte = text[index]
            switch byte {
            case 0x22: isInString.toggle()
            case 0x5c where isInString:
                let escape = escape(in: text, at: index)
                mended += escape.written
                index += escape.size
                continue
            case 0..<0x20 where isInString:
                let digits = String(byte, radix: 16)
                mended += Array((byte < 16 ? "\\u000" : "\\u00").utf8) + Array(digits.utf8)
                index += 1
                continue
            default: break
            }
            mended.append(byte)
            index += 1
        }
        return mended == bytes ? nil : mended
    }

    /// What an escape becomes, and how many bytes it takes.
    private static func escape(
        in text: [UInt8], at index: Int
    ) -> (written: ArraySlice<UInt8>, size: Int) {
        func unit(_ start: Int) -> UInt16? {
            guard start + 6 <= text.count, text[start] == 0x5c, text[start + 1] == 0x75 else {
                return nil
            }
            return UInt16(String(decoding: text[start + 2..<start + 6], as: UTF8.self), radix: 16)
        }
        guard let first = unit(index), UTF16.isSurrogate(first) else {
            let end = min(index + 2, text.count)
            return (text[index..<end], end - index)
        }
        if UTF16.isLeadSurrogate(first), let second = unit(index + 6),
            UTF16.isTrailSurrogate(second)
        {
            return (text[index..<index + 12], 12)
        }
        return (Array("\\ufffd".utf8)[...], 6)
    }
}
