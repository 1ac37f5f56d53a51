import ArgusHTTP
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import ArgusServer

@Suite struct `A connection` {
    private let channel = EmbeddedChannel()
    private let departure = Departure()

    init() throws {
        let limits = ConnectionLimits(
            request: .seconds(300), answer: .seconds(75), maxBody: 1000)
        try channel.pipeline.syncOperations.addHandler(ConductHandler(limits, departure))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    @Test func `stays for further requests`() throws {
        try ask()
        try answer()

        #expect(channel.isActive)
        #expect(try heads() == [HTTPResponseHead(version: .http1_1, status: .ok)])
    }

    @Test(
        arguments: [
            (HTTPVersion.http1_0, [:], ["127.0.0.1:8000"]), (.http1_1, [:], []),
            (.http1_0, ["Host": "argus.example.org"], ["argus.example.org"]),
        ] as [(HTTPVersion, HTTPHeaders, [String])])
    func `names its own address for an old client that names none`(
        version: HTTPVersion, headers: HTTPHeaders, hosts: [String]
    ) throws {
        channel.localAddress = try SocketAddress(ipAddress: "127.0.0.1", port: 8000)
        try ask(headers, version: version)

        guard case .head(let head) = try channel.readInbound(as: HTTPServerRequestPart.self) else {
            Issue.record("no head")
            return
        }
        #expect(head.headers["Host"] == hosts)
    }

    @Test func `lets what is done for a client stop soon after it has left`() async throws {
        try ask()
        #expect(!departure.hasHappened)

        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(!departure.hasHappened)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))

        #expect(departure.hasHappened)
    }

    @Test func `lets what is done for a client stop as soon as it is broken`() throws {
        try ask()
        channel.close(promise: nil)
        channel.embeddedEventLoop.run()

        #expect(departure.hasHappened)
    }

    @Test(arguments: ["close", "Close", "keep-alive, close"])
    func `ends after the answer to a last request`(word: String) throws {
        try ask(["Connection": word])
        try answer()

        #expect(!channel.isActive)
        #expect(try heads().first?.headers["Connection"] == ["close"])
    }

    @Test(arguments: [[:], ["Connection": "keep-alive"]] as [HTTPHeaders])
    func `ends after an answer to an old client`(headers: HTTPHeaders) throws {
        try ask(headers, version: .http1_0)
        try answer()

        #expect(!channel.isActive)
    }

    @Test func `answers what was asked before a last request, and nothing that comes after it`()
        throws
    {
        try ask()
        try ask(["Connection": "close"])
        try ask()
        var asked = 0
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head = part { asked += 1 }
        }
        try answer()
        let isActiveBetween = channel.isActive
        try answer()

        #expect(asked == 2)
        #expect(isActiveBetween && !channel.isActive)
        #expect(try heads().map { $0.headers["Connection"] } == [[], ["close"]])
    }

    @Test func `ends after the answer to a request that broke off`() throws {
        try begin()
        channel.pipeline.fireErrorCaught(HTTPParserError.invalidEOFState)
        #expect(throws: HTTPParserError.self) { try channel.throwIfErrorCaught() }
        try answer()

        #expect(!channel.isActive)
    }

    @Test func `asks for a body that is held back`() throws {
        try begin(["Expect": "100-Continue", "Content-Length": "1000"])

        #expect(try heads() == [HTTPResponseHead(version: .http1_1, status: .continue)])
    }

    @Test func `does not ask for a body that is too large`() throws {
        try begin(["Expect": "100-continue", "Content-Length": "1001"])

        #expect(try heads() == [])
    }

    @Test func `does not ask for a body while another answer is under way`() throws {
        try ask()
        try begin(["Expect": "100-continue", "Content-Length": "1000"])

        #expect(try heads() == [])
    }

    @Test func `ends when a request takes for ever`() throws {
        try begin(["Content-Length": "1000"])
        for _ in 1...9 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(30))
            try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "x")))
        }
        let isActiveBefore = channel.isActive
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))

        #expect(isActiveBefore && !channel.isActive)
    }

    @Test func `stays while an answer takes its time`() throws {
        try begin(["Content-Length": "1000"])
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .hours(1))

        #expect(channel.isActive)
    }

    @Test func `ends when an answer is not read on`() throws {
        try ask()
        try setWritable(false)
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        try setWritable(true)
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        try setWritable(false)
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        let isActiveBefore = channel.isActive
        channel.embeddedEventLoop.advanceTime(by: .seconds(15))

        #expect(isActiveBefore && !channel.isActive)
    }

    private func setWritable(_ isWritable: Bool) throws {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    private func begin(_ headers: HTTPHeaders = [:], version: HTTPVersion = .http1_1) throws {
        let head = HTTPRequestHead(version: version, method: .GET, uri: "/", headers: headers)
        try channel.writeInbound(HTTPServerRequestPart.head(head))
    }

    private func ask(_ headers: HTTPHeaders = [:], version: HTTPVersion = .http1_1) throws {
        try begin(headers, version: version)
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
    }

    private func answer() throws {
        let head = HTTPResponseHead(version: .http1_1, status: .ok)
        try channel.writeOutbound(HTTPServerResponsePart.head(head))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    private func heads() throws -> [HTTPResponseHead] {
        var heads: [HTTPResponseHead] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .head(let head) = part { heads.append(head) }
        }
        return heads
    }
}
