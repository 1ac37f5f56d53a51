import Testing

@testable import ArgusGlue

@Suite struct `A stream of syslog` {
    private func frames(_ text: String, step: Int = 1 << 20) -> [String] {
        var splitter = SyslogFrames()
        let bytes = Array(text.utf8)
        var found: [SyslogFrames.Frame] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            found += splitter.frames(from: bytes[start..<min(start + step, bytes.count)])
        }
        found += splitter.end().map { [$0] } ?? []
        return found.map { frame in
            guard case .message(let bytes) = frame else { return "too long" }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `has messages with lengths and lines, wherever reads end`(step: Int) {
        let text = "5 <1>ab<2>c d\r\n\n7 <3>x\ny 9<4>no length\n2026 is a year\n0 x\n3 <5"

        #expect(
            frames(text, step: step).prefix(4) == ["<1>ab", "<2>c d", "<3>x\ny ", "9<4>no length"])
    }

    @Test func `takes digits that are no length for a line`() {
        #expect(frames("12345678901 x\n012 y\n12a\n") == ["12345678901 x", "012 y", "12a"])
    }

    @Test func `keeps no message that is too long, and goes on after it`() {
        let long = String(repeating: "x", count: SyslogFrames.sizeLimit + 1)

        #expect(frames("<1>\(long)\n<2>b\n", step: 1000) == ["too long", "<2>b"])
        #expect(frames("\(long.utf8.count) \(long)4 <2>c", step: 1000) == ["too long", "<2>c"])
        #expect(frames(long) == ["too long"])
    }

    @Test func `that breaks off within a message says what there is of it`() {
        #expect(frames("10 <1>ab") == ["<1>ab"] && frames("<1>ab") == ["<1>ab"] && frames("") == [])
    }
}
