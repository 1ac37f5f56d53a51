import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Choosing where to be notified` {
    private let managed = Destination(
        id: 1, user: 1, medium: .email, settings: ["email_address": "a@b.no"], managed: true)
    private let other = Destination(
        id: 2, user: 1, medium: .email, settings: ["email_address": "c@d.no"])
    private let phone = Destination(
        id: 3, user: 1, medium: .sms, settings: ["phone_number": "+4792233445"])

    private var own: [Destination] { [managed, other, phone] }

    @Test func `takes primary keys of one's own, each once`() throws {
        #expect(
            try DestinationChoice.these([3, 2, 3]).chosen(from: own).map(\.id) == [3, 2])
        #expect(throws: Refusal.noObject("destinations", 9)) {
            try DestinationChoice.these([1, 9]).chosen(from: own)
        }
    }

    @Test func `by media takes the account's address and a number`() throws {
        let both = DestinationChoice.media([.email, .sms], phoneNumber: 3)
        #expect(try both.chosen(from: own).map(\.id) == [1, 3])
        #expect(try DestinationChoice.media([], phoneNumber: 3).chosen(from: own).isEmpty)
    }

    @Test func `by media keeps what is in use`() throws {
        let both = DestinationChoice.media([.email, .sms], phoneNumber: nil)
        #expect(try both.chosen(from: own, current: [other, phone]).map(\.id) == [2, 3])
    }

    @Test func `by media loses nothing that media do not show`() throws {
        let slack = Destination(
            id: 4, user: 1, medium: .slack, settings: ["url": "https://hooks.slack.com/x"])
        let second = Destination(
            id: 5, user: 1, medium: .sms, settings: ["phone_number": "+4792233446"])
        let (own, current) = (own + [slack, second], [managed, phone, slack, second])
        func chosen(_ media: [Medium], _ number: Destination.ID?) throws -> [Destination.ID] {
            try DestinationChoice.media(media, phoneNumber: number)
                .chosen(from: own, current: current).map(\.id)
        }

        // As it is shown: by the first number.
        #expect(try chosen([.email, .sms], 3) == [1, 3, 5, 4])
        #expect(try chosen([.email, .sms], 5) == [1, 5, 4])
        #expect(try chosen([], nil) == [4])
    }

    @Test func `by media is refused without an address, a number, or with another thing`() {
        #expect(throws: Refusal.invalid("media", .noEmailAddress)) {
            try DestinationChoice.media([.email], phoneNumber: nil).chosen(from: [phone])
        }
        #expect(throws: Refusal.invalid("phone_number", .null)) {
            try DestinationChoice.media([.sms], phoneNumber: nil).chosen(from: own)
        }
        #expect(throws: Refusal.noObject("phone_number", 2)) {
            try DestinationChoice.media([.sms], phoneNumber: 2).chosen(from: own)
        }
    }
}
