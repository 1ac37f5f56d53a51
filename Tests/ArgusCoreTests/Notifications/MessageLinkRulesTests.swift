import ArgusCore
import ArgusVocabulary
import Testing

@Suite struct `What stands in a link of a message` {
    @Test func `is read as it was written`() {
        let end = Timestamp(microseconds: 1_795_765_222_999_999)
        let link = MessageLink(.acknowledge, 7, as: 3, until: end)

        #expect(link.text == "acknowledge.7.3.1795765222")
        #expect(MessageLink(link.text) == link)
    }

    @Test(arguments: [
        "", "acknowledge", "acknowledge.7.3", "acknowledge.7.3.5.", "close.7.3.5",
        "acknowledge.07.3.5", "acknowledge.+7.3.5", "acknowledge.7.3.-5", "acknowledge.7. 3.5",
        "acknowledge.7.3.9999999999999999999", "acknowledge.7.3.9223372036854775807",
    ])
    func `is nothing else`(text: String) {
        #expect(MessageLink(text) == nil)
    }
}
