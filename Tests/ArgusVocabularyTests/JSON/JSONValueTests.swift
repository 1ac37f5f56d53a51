import ArgusVocabulary
import Testing

@Suite struct `A JSON value` {
    @Test func `is asked for what it may be`() {
        #expect(JSONValue.string("a").string == "a")
        #expect(JSONValue.integer(1).integer == 1)
        #expect(JSONValue.bool(true).bool == true)
        #expect(JSONValue.array([1]).array == [1])
        #expect((["a": 1] as JSONValue)["a"] == 1)
    }

    @Test func `has nothing of another kind`() {
        let value: JSONValue = "1"

        #expect(value.integer == nil && value.bool == nil && value.array == nil)
        #expect(value.object == nil && value["a"] == nil)
        #expect((1 as JSONValue).string == nil)
    }

    @Test func `differs by the order of its members`() {
        let one: JSONValue = ["a": 1, "b": 2]

        #expect(one != ["b": 2, "a": 1])
        #expect(Set([one, ["a": 1, "b": 2]]).count == 1)
    }

    @Test(.bug(id: 9), arguments: [0, 40])
    func `keeps members apart whose names only look the same`(others: Int) throws {
        var object = JSONObject()
        for number in 0..<others { object.set("k\(number)", to: nil) }
        object.set("\u{c5}", to: 1)
        object.set("A\u{30a}", to: 2)
        object.set("\u{c5}", to: 3)

        #expect(object.members.count == others + 2)
        #expect(object["\u{c5}"] == 3)
        #expect(object["A\u{30a}"] == 2)
    }

    @Test func `can be given other members`() {
        var object = JSONObject()
        for number in 0..<50 { object.set("k\(number % 40)", to: .integer(Int64(number))) }

        #expect(object.members.count == 40)
        #expect(object["k5"] == 45)
        #expect(object["k39"] == 39)
    }
}
