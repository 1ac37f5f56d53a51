import Testing

@testable import ArgusClient

@Suite struct `Reading a stream of events` {
    @Test(arguments: [1, 2, 7, 1000])
    func `does not depend on how its bytes come`(size: Int) throws {
        let bytes = Array(": hello\nid: 7\nevent: change\ndata: {}\n\nid:8\n\n".utf8)
        var parser = EventStreamParser(limit: 100)
        var messages: [EventStreamParser.Message] = []

        for start in stride(from: 0, to: bytes.count, by: size) {
            messages += try parser.add(bytes[start..<min(start + size, bytes.count)])
        }

        #expect(
            messages == [
                .init(id: 7, name: "change", data: Array("{}".utf8)), .init(id: 8),
            ])
    }

    @Test func `takes carriage returns, and data of several lines`() throws {
        var parser = EventStreamParser(limit: 100)

        let messages = try parser.add(Array("data: a\r\ndata:\r\ndata:  b\r\n\r\n".utf8))

        #expect(messages.map { String(decoding: $0.data, as: UTF8.self) } == ["a\n\n b"])
    }

    @Test func `passes over comments, unknown fields and empty events`() throws {
        var parser = EventStreamParser(limit: 100)

        #expect(try parser.add(Array(": x\n\nretry: 3\n\n\n\nid: x\n\n".utf8)) == [])
    }

    @Test func `refuses an event without end`() {
        var parser = EventStreamParser(limit: 10)

        #expect(throws: EventStreamParser.TooLong.self) {
            try parser.add(Array("data: 12345".utf8))
        }
    }
}
