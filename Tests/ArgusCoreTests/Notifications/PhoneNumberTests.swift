import ArgusCore
import Testing

@Suite struct `A phone number` {
    @Test(arguments: [
        ("+4792233445", "+4792233445"), ("+47 922 33 445", "+4792233445"),
        (" +1 (212) 555-2368 ", "+12125552368"), ("+44 20/7946.0018", "+442079460018"),
        ("+354 555 1234", "+3545551234"), ("+8821234567", "+8821234567"),
    ])
    func `is written as E.164 has it`(text: String, normalised: String) {
        #expect(PhoneNumber.normalised(text) == normalised)
    }

    @Test(arguments: [
        "", "123", "12345", "40000001", "+", "+47", "+4712", "+479223344556", "+0123456789",
        "+2101234567", "+1212555236", "+12125552368x5", "+1 800 FLOWERS", "004792233445",
        "++4792233445", "+47922334٤٥", "+12345678901234567",
    ])
    func `is refused without a calling code, too long or too short`(text: String) {
        #expect(PhoneNumber.normalised(text) == nil)
    }
}
