import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Testing

/// The objects and the rubbish of a stream that is read in pieces of some size.
private func split(_ text: String, by size: Int = .max) -> (objects: [String], rubbish: [String]) {
    var splitter = JSONObjectSplitter()
    var pieces: [JSONObjectSplitter.Piece] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        pieces += splitter.pieces(from: rest.prefix(size))
        rest = rest.dropFirst(size)
    }
    pieces += splitter.end()
    var result: (objects: [String], rubbish: [String]) = ([], [])
    for piece in pieces {
        switch piece {
        case .object(let object): result.objects.append(JSONValue.object(object).text)
        case .rubbish(let rubbish): result.rubbish.append(rubbish.beginning)
        }
    }
    return result
}

@Suite struct `A stream of JSON objects` {
    @Test(arguments: [1, 2, 3, 7, 1000])
    func `is cut into objects wherever reads end`(size: Int) {
        let text = "{\"a\":\"}{\\\"\"}{\"b\":[{\"c\":{}}]}\n\n{\n  \"d\": \"æ\"\n}\n"
        let (objects, rubbish) = split(text, by: size)

        #expect(objects == [#"{"a":"}{\""}"#, #"{"b":[{"c":{}}]}"#, #"{"d":"æ"}"#])
        #expect(rubbish.isEmpty)
    }

    @Test(arguments: [1, 5, 1000])
    func `goes on after rubbish`(size: Int) {
        let (objects, rubbish) = split("Traceback: x\n{\"a\":1} oops {\"b\":2}\n", by: size)

        #expect(objects == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(rubbish.count == 2)
    }

    @Test(arguments: [
        "{\"id\": 5, \"message\": \"cut o",
        "{\"id\": 5, \"list\": [1, 2",
        "{\"id\": 5, \"list\": [",
        "{\"id\": 5,",
        "{\"id\":",
        "{\"id\": 5, \"x\": }",
        "{\"id\": NaN}",
    ])
    func `loses only the line of a broken object`(broken: String) {
        for size in [1, 4, 1000] {
            let (objects, rubbish) = split("{\"a\":1}\n\(broken)\n{\"b\":2}\n{\"c\":3}\n", by: size)

            #expect(objects == [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#], "cut by \(size)")
            #expect(rubbish.count == 1)
        }
    }

    @Test func `reports an object that the end cuts off`() {
        let (objects, rubbish) = split("{\"a\":1}{\"b\":")

        #expect(objects == [#"{"a":1}"#])
        #expect(rubbish == [#"{"b":"#])
    }

    @Test func `gives up an object that is too long, and goes on`() {
        var splitter = JSONObjectSplitter(sizeLimit: 100)
        let long = "{\"a\":\"\(String(repeating: "x", count: 200))\"}\n{\"b\":2}\n"
        var pieces: [JSONObjectSplitter.Piece] = []
        for byte in Array(long.utf8) { pieces += splitter.pieces(from: [byte]) }

        var expected = JSONObject()
        expected.set("b", to: 2)
        #expect(pieces.last == .object(expected))
    }

    @Test func `is one piece of rubbish where there is nothing but rubbish`() {
        let (objects, rubbish) = split(String(repeating: "{", count: 100_000) + "\n{\"a\":1}\n")

        #expect(objects == [#"{"a":1}"#])
        #expect(rubbish.count == 1)
    }

    @Test func `has texts mended that are no UTF-8`() {
        var splitter = JSONObjectSplitter()
        let pieces = splitter.pieces(
            from: Array("\u{feff}{\"a\":\"bl".utf8) + [0xe5] + Array("\\udc00\"}\n".utf8))
        var expected = JSONObject()
        expected.set("a", to: "bl\u{fffd}\u{fffd}")

        #expect(pieces == [.object(expected)])
        #expect(splitter.repairs == 1)
    }

    @Test func `is the same however it is cut`() {
        var generator = Dice(seed: 7)
        let parts = [
            "{\"a\":1}", "{\"b\":\"\\\"{\"}", " ", "\n", "junk", "{\"c\":[", "\"", "}",
            "{\"d\":{}}\n",
            "{\"e\":\"æøå\"}", "{\"f\":",
        ]
        for _ in 0..<300 {
            let text =
                (0..<12).map { _ in parts[Int(generator.next() % 11)] }.joined() + "\n{\"z\":0}\n"
            let whole = split(text)
            let cut = split(text, by: Int(generator.next() % 9) + 1)

            #expect(whole.objects == cut.objects, "\(text)")
            #expect(whole.objects.last == #"{"z":0}"#, "\(text)")
        }
    }
}

/// Numbers that repeat with the seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
