/// The query of a URL: names and values in the order in which they were written.
package struct Query: Hashable, Sendable {
    package let items: [Item]

    /// One name and its value.
    package struct Item: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// Reads `a=1&b=2`; bytes that are no UTF-8 become replacement characters.
    package init(_ text: some StringProtocol) {
        items = text.split(separator: "&").map { pair in
            let split = pair.firstIndex(of: "=") ?? pair.endIndex
            return Item(
                name: percentDecoded(pair[..<split], plusIsBlank: true),
                value: percentDecoded(pair[split...].dropFirst(), plusIsBlank: true))
        }
    }

    /// Asks for these.
    init(_ items: [Item]) {
        self.items = items
    }

    /// The last value of a name; nil if the name does not occur.
    package subscript(name: String) -> String? {
        items.last { $0.name == name }?.value
    }

    /// The last value of a name, unless it is empty, which counts as not asked for.
    package func value(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a name occurs, with any value.
    package func contains(_ name: String) -> Bool {
        items.contains { $0.name == name }
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
        if byte == 0x25, index + 2 < utf8.count, let high = hexDigit(utf8[index + 1]),
            let low = hexDigit(utf8[index + 2])
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

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}
