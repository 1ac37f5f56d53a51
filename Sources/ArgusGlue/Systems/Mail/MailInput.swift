/// What a client has said and is not answered yet: commands, or a mail.
///
/// No more is kept than a command, or a mail, may have.
struct MailInput: Sendable {
    /// A line with a command.
    struct Command: Hashable, Sendable {
        /// Nil if it is too long.
        let text: String?
    }

    /// A mail up to its end.
    enum Mail: Hashable, Sendable {
        case whole([UInt8])
        case tooLarge
    }

    private var buffer: [UInt8] = []
    /// Where what is not read yet begins.
    private var place = 0
    private var isSkipping = false
    private(set) var isInMail = false
    private var mail: [UInt8] = []
    private var isTooLarge = false
    private var isAtLineStart = true

    /// Bytes of a command; RFC 5321 (4.5.3.1.4) has 512, and more for extensions.
    private static let commandLimit = 2048

    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.removeFirst(place)
        place = 0
        buffer += bytes
    }

    /// Takes a line; nil if it is not complete.
    mutating func command() -> Command? {
        guard let end = buffer[place...].firstIndex(of: 0x0a) else {
            if buffer.count - place > Self.commandLimit {
                (isSkipping, place) = (true, buffer.count)
            }
            return nil
        }
        defer { (place, isSkipping) = (end + 1, false) }
        var line = buffer[place..<end]
        if isSkipping || line.count > Self.commandLimit { return Command(text: nil) }
        if line.last == 0x0d { line.removeLast() }
        return Command(text: String(decoding: line, as: UTF8.self))
    }

    /// What follows is a mail.
    mutating func beginMail() {
        (isInMail, mail, isTooLarge, isAtLineStart) = (true, [], false, true)
    }

    /// Takes a mail, without the dots that were added to it; nil if it has not ended.
    ///
    /// It ends with a dot between two ends of lines, both of a carriage return and a line feed: any
    /// other could be used to smuggle in mails of others.
    mutating func mail(upTo limit: Int) -> Mail? {
        while place < buffer.count {
            // All that may decide what a dot means must be there.
            if isAtLineStart, buffer[place] == 0x2e {
                let next = buffer[(place + 1)...].prefix(2)
                guard next.count == 2 || (next.count == 1 && next.first != 0x0d) else {
                    return nil
                }
                if next.elementsEqual([0x0d, 0x0a]) {
                    place += 3
                    isInMail = false
                    defer { mail = [] }
                    return isTooLarge ? .tooLarge : .whole(mail)
                }
                place += 1
            }
            isAtLineStart = false
            let rest = buffer[place...]
            let end = rest.firstIndex(of: 0x0a).map { $0 + 1 } ?? buffer.count
            let part = rest[..<end]
            let before = part.dropLast().last ?? mail.last
            isAtLineStart = part.last == 0x0a && before == 0x0d
            if mail.count + part.count > limit { isTooLarge = true }
            // Of one that is too large the end is remembered, which tells where lines begin.
            if isTooLarge { mail = Array(part.suffix(2)) } else { mail += part }
            place = end
        }
        return nil
    }
}
