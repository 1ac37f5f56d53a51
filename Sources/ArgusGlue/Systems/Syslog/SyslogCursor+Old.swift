import ArgusClient
import ArgusVocabulary

/// RFC 3164, and what devices make of it.
extension SyslogCursor {
    /// The rest as a message: a time, a host, a program and a text, of which each may be missing.
    mutating func oldMessage(
        _ start: SyslogMessage, _ zone: Zone, _ receipt: Timestamp
    ) -> SyslogMessage {
        var message = start
        skipBlanks()
        takeCounters()
        var stamp = SyslogStamp(zone: zone, receipt: receipt)
        var isFollowedByText = false
        if takeTime(&stamp) {
            (message.time, isFollowedByText) = (stamp.time, stamp.endsInColon)
        } else if word.hasSuffix(":"), word.utf8.count > 1 {
            // The name of a host before the time.
            var ahead = self
            let name = ahead.takeWord()
            if ahead.word == ":" { _ = ahead.takeWord() }
            ahead.takeCounters()
            if ahead.takeTime(&stamp) {
                message.host = String(name.dropLast())
                (message.time, isFollowedByText) = (stamp.time, stamp.endsInColon)
                self = ahead
            }
        }
        if word == ":" {
            _ = takeWord()
            isFollowedByText = true
        }
        if !isFollowedByText, message.host == nil { takeHost(&message) }
        takeProgram(&message)
        message.text = text(rest)
        return message
    }

    /// Skips `123: ` and `000456: `, counters that devices write before the time.
    private mutating func takeCounters() {
        for _ in 0..<3 {
            let word = word
            guard word.hasSuffix(":"), word.utf8.count > 1,
                word.utf8.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
            else { return }
            _ = takeWord()
        }
    }

    private mutating func takeTime(_ stamp: inout SyslogStamp) -> Bool {
        var ahead = self
        guard stamp.read(&ahead) else { return false }
        self = ahead
        return true
    }

    /// Takes the name of a host, unless what comes next is a program or a text.
    private mutating func takeHost(_ message: inout SyslogMessage) {
        let word = word
        guard !word.isEmpty, !word.hasPrefix("%") else { return }
        var ahead = self
        _ = ahead.takeWord()
        if ahead.word == ":" {
            _ = ahead.takeWord()
            (message.host, self) = (word, ahead)
        } else if word.hasSuffix(":"), ahead.word.hasPrefix("%") {
            (message.host, self) = (String(word.dropLast()), ahead)
        } else if !isProgram, message.time != nil || ahead.isProgram || ahead.word.hasPrefix("%") {
            (message.host, self) = (word, ahead)
        }
    }

    /// Whether what comes next looks like `app:` or `app[123]`.
    private var isProgram: Bool { program != nil }

    /// What comes next as a program with its process, and how many bytes these take; nil if it is
    /// none.
    private var program: (app: String, process: String?, size: Int)? {
        let name = rest.prefix(64).prefix {
            $0 > 0x20 && $0 != 0x3a && $0 != 0x5b && $0 != 0x25 && $0 < 0x7f
        }
        guard !name.isEmpty, let next = rest[name.endIndex...].first else { return nil }
        let after = rest[name.endIndex...]
        if next == 0x3a { return (text(name), nil, name.count + 1) }
        guard next == 0x5b, let end = after.prefix(130).firstIndex(of: 0x5d) else { return nil }
        let process = text(after[(after.startIndex + 1)..<end])
        let isColon = rest[(end + 1)...].first == 0x3a
        return (text(name), process, end + 1 - rest.startIndex + (isColon ? 1 : 0))
    }

    private mutating func takeProgram(_ message: inout SyslogMessage) {
        if rest.first != 0x25, let (app, process, size) = program {
            (message.app, message.process) = (app, process)
            rest = rest.dropFirst(size)
            skipBlanks()
        }
        // The mnemonic stays in the text, where people look for it.
        if let mnemonic { message.id = mnemonic }
    }

    /// What stands between `%` and `:` in what comes next; nil if nothing does.
    var mnemonic: String? {
        guard rest.first == 0x25, let colon = rest.prefix(66).firstIndex(of: 0x3a) else {
            return nil
        }
        let mnemonic = text(rest[(rest.startIndex + 1)..<colon])
        return mnemonic.isEmpty || mnemonic.contains(" ") ? nil : mnemonic
    }
}
