import ArgusClient
import ArgusVocabulary

/// Reads a message of syslog from its beginning to its end.
struct SyslogCursor {
    var rest: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) {
        var bytes = Array(bytes)[...]
        while let last = bytes.last, last == 0 || last == 0x0a || last == 0x0d {
            bytes.removeLast()
        }
        rest = bytes
    }

    /// Takes what stands in angle brackets at the beginning; nil if it is no priority.
    mutating func priority() -> Int? {
        skipBlanks()
        guard rest.first == 0x3c, let end = rest.prefix(5).firstIndex(of: 0x3e),
            let number = Int(text(rest[(rest.startIndex + 1)..<end])), (0...191).contains(number)
        else { return nil }
        rest = rest[(end + 1)...]
        return number
    }

    mutating func skipBlanks() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    /// The next word, up to a blank; empty at the end.
    var word: String { text(rest.prefix { $0 != 0x20 && $0 != 0x09 }.prefix(256)) }

    /// Takes the next word, and the blanks after it.
    mutating func takeWord() -> String {
        let bytes = rest.prefix { $0 != 0x20 && $0 != 0x09 }
        rest = rest[bytes.endIndex...]
        skipBlanks()
        return text(bytes)
    }

    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    // RFC 5424.

    /// The rest as a message of version 1; nil if it is none.
    mutating func newMessage(_ start: SyslogMessage, _ zone: Zone) -> SyslogMessage? {
        guard takeField() == "1", let stamp = takeField() else { return nil }
        var message = start
        message.time = Timestamp(said: stamp, in: zone)
        guard message.time != nil || stamp == "-", let host = takeField(), let app = takeField(),
            let process = takeField(), let id = takeField()
        else { return nil }
        func said(_ text: String) -> String? { text == "-" || text.isEmpty ? nil : text }
        (message.host, message.app) = (said(host), said(app))
        (message.process, message.id) = (said(process), said(id))
        if rest.first == 0x2d {
            rest = rest.dropFirst()
        } else {
            while rest.first == 0x5b {
                let whole = rest
                guard let parameters = takeElement() else {
                    // What does not end is text.
                    rest = whole
                    break
                }
                message.data += parameters
            }
        }
        if rest.first == 0x20 { rest = rest.dropFirst() }
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        message.text = text(rest)
        // Relays pass on what Cisco says with the mnemonic as the program, or at the text's beginning.
        if message.id == nil, let app = message.app, app.hasPrefix("%"), app.utf8.count > 1 {
            (message.id, message.app) = (String(app.dropFirst()), nil)
        } else if message.id == nil {
            skipBlanks()
            message.id = mnemonic
        }
        return message
    }

    /// Takes what stands before the next blank, and that one blank; nil if none is left.
    private mutating func takeField() -> String? {
        guard let end = rest.firstIndex(of: 0x20) else {
            guard !rest.isEmpty else { return nil }
            defer { rest = [] }
            return text(rest)
        }
        defer { rest = rest[(end + 1)...] }
        return text(rest[..<end])
    }

    /// Takes `[id name="value" …]`; nil if it does not end.
    private mutating func takeElement() -> [SyslogMessage.Parameter]? {
        rest = rest.dropFirst()
        let id = text(rest.prefix { $0 != 0x20 && $0 != 0x5d })
        rest = rest.dropFirst(id.utf8.count)
        var parameters: [SyslogMessage.Parameter] = []
        while true {
            skipBlanks()
            if rest.first == 0x5d {
                rest = rest.dropFirst()
                return parameters
            }
            guard let equals = rest.prefix(64).firstIndex(of: 0x3d) else { return nil }
            let name = text(rest[..<equals])
            rest = rest[(equals + 1)...]
            guard rest.popFirst() == 0x22, let value = takeValue() else { return nil }
            if parameters.count < 100 {
                parameters.append(SyslogMessage.Parameter(name: "\(id).\(name)", value: value))
            }
        }
    }

    /// Takes what stands up to the next quote that is not escaped, and that quote.
    private mutating func takeValue() -> String? {
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == 0x22 { return text(value[...]) }
            if byte == 0x5c, let next = rest.first, [0x22, 0x5c, 0x5d].contains(next) {
                value.append(next)
                rest = rest.dropFirst()
            } else {
                value.append(byte)
            }
        }
        return nil
    }
}
