/// Puts Server-Sent Events together from bytes as they come (HTML Living Standard, section 9.2).
struct EventStreamParser {
    /// One event; a sign of life has an `id` alone.
    struct Message: Hashable {
        var id: Int64?
        var name = ""
        var data: [UInt8] = []
    }

    /// That an event is longer than anything that the client reads.
    struct TooLong: Error {}

    private let limit: Int
    private var line: [UInt8] = []
    private var message = Message()

    /// Refuses events of more than `limit` bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next bytes, and gives the events that are whole with them.
    mutating func add(_ bytes: some Sequence<UInt8>) throws -> [Message] {
        var messages: [Message] = []
        for byte in bytes {
            guard byte == 0x0a else {
                line.append(byte)
                if line.count + message.data.count > limit { throw TooLong() }
                continue
            }
            if line.last == 0x0d { line.removeLast() }
            if line.isEmpty {
                if message != Message() { messages.append(message) }
                message = Message()
            } else {
                take(line)
                line.removeAll(keepingCapacity: true)
            }
        }
        return messages
    }

    private mutating func take(_ line: [UInt8]) {
        let colon = line.firstIndex(of: 0x3a) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "id": message.id = Int64(String(decoding: value, as: UTF8.self))
        case "event": message.name = String(decoding: value, as: UTF8.self)
        case "data":
            if !message.data.isEmpty { message.data.append(0x0a) }
            message.data += value
        default: break
        }
    }
}
