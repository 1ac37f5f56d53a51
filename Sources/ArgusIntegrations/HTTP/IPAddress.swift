#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An address of IP; one of version 4 that is written as one of version 6 is the former.
package struct IPAddress: Hashable, Sendable {
    /// Four of version 4, sixteen of version 6.
    let bytes: [UInt8]

    /// Reads an address without a port, brackets or a zone; nil if the text is none.
    package init?(_ text: String) {
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let all = withUnsafeBytes(of: six) { Array($0) }
            // `::ffff:0:0/96` (RFC 4291, section 2.5.5.2) leads to the same place as version 4 does.
            let isMapped = all.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
            bytes = isMapped ? Array(all.suffix(4)) : all
        } else {
            return nil
        }
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        let isWritten = inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil
        guard isWritten, let end = text.firstIndex(of: 0) else { return "?" }
        return String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A range of addresses, as `192.0.2.0/24`.
package struct IPNetwork: Hashable, Sendable {
    private let first: IPAddress
    private let length: Int

    /// Reads an address, or one with the length of a prefix; nil if the text is neither.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = IPAddress(String(parts[0])) else {
            return nil
        }
        let bits = first.bytes.count * 8
        guard let length = parts.count == 1 ? bits : Int(parts[1]), (0...bits).contains(length)
        else { return nil }
        (self.first, self.length) = (first, length)
    }

    /// Whether an address lies in it.
    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == first.bytes.count else { return false }
        return zip(address.bytes, first.bytes).enumerated().allSatisfy { place, pair in
            let counted = min(max(length - place * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xff00 >> counted)
            return pair.0 & mask == pair.1 & mask
        }
    }
}

extension IPNetwork: CustomStringConvertible {
    package var description: String {
        length == first.bytes.count * 8 ? "\(first)" : "\(first)/\(length)"
    }
}
